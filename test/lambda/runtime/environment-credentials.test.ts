import { defaultProvider } from '../../../lambda/runtime/environment-credentials';

const environment = process.env;
const lambda = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };

afterEach(() => {
  process.env = environment;
});

describe('the credentials of a function', () => {
  it('are those that Lambda sets', async () => {
    process.env = lambda;
    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'AKID',
      secretAccessKey: 'secret',
      sessionToken: 'session',
    });
  });

  it('are read for each request, because Lambda can replace them', async () => {
    process.env = lambda;
    const credentials = defaultProvider();
    process.env = { ...lambda, AWS_ACCESS_KEY_ID: 'NEXT' };
    expect((await credentials()).accessKeyId).toBe('NEXT');
  });

  it('need no session token, which a local stack does not set', async () => {
    process.env = { ...lambda, AWS_SESSION_TOKEN: undefined };
    expect((await defaultProvider()()).sessionToken).toBeUndefined();
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('are missing without %s', async (name) => {
    process.env = { ...lambda, [name]: undefined };
    await expect(defaultProvider()()).rejects.toThrow('The environment has no AWS credentials.');
  });
});
