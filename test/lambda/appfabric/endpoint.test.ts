import { setPartitionInfo, useDefaultPartitionInfo } from '@aws-sdk/core/client';
import { endpointProvider } from '../../../lambda/appfabric/endpoint';

describe('the endpoint', () => {
  it('is the one that is configured, in any Region', () => {
    const { url } = endpointProvider({ Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4566/appfabric' });
    expect(url.href).toBe('http://127.0.0.1:4566/appfabric');
  });

  it('is missing without a Region', () => {
    expect(() => endpointProvider({})).toThrow('Invalid Configuration: Missing Region');
    expect(() => endpointProvider({ Endpoint: '' })).toThrow('Invalid Configuration: Missing Region');
  });

  it('that is configured cannot be a variant of itself', () => {
    const configured = { Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4566' };
    expect(() => endpointProvider({ ...configured, UseFIPS: true })).toThrow(
      'Invalid Configuration: FIPS and custom endpoint are not supported',
    );
    expect(() => endpointProvider({ ...configured, UseDualStack: true })).toThrow(
      'Invalid Configuration: Dualstack and custom endpoint are not supported',
    );
  });
});

describe('in a partition without FIPS and dual-stack endpoints', () => {
  const Region = 'xx-home-1';

  beforeAll(() => {
    const outputs = {
      name: 'aws',
      dnsSuffix: 'aws.example',
      dualStackDnsSuffix: 'dual.aws.example',
      implicitGlobalRegion: Region,
      supportsFIPS: false,
      supportsDualStack: false,
    };
    setPartitionInfo({ partitions: [{ id: 'aws', regionRegex: '.*', regions: {}, outputs }] });
  });

  afterAll(() => useDefaultPartitionInfo());

  it('the endpoint is that of the Region', () => {
    expect(endpointProvider({ Region }).url.host).toBe('appfabric.xx-home-1.aws.example');
  });

  it('there is no other', () => {
    expect(() => endpointProvider({ Region, UseFIPS: true })).toThrow('This partition does not support FIPS');
    expect(() => endpointProvider({ Region, UseDualStack: true })).toThrow('This partition does not support DualStack');
  });
});
