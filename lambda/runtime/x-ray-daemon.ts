import { createSocket, type Socket } from 'node:dgram';

/** The daemon reads the format from a line of its own. */
const FORMAT = '{"format":"json","version":1}';

/** Sends documents to X-Ray's daemon, which Lambda runs beside each function. What it does not take is lost. */
export function daemonSender(address: string): (document: string) => Promise<void> {
  const [host, port] = address.split(':');
  let socket: Socket | undefined;
  return (document) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    try {
      socket ??= openSocket();
      socket.send(`${FORMAT}\n${document}`, Number(port), host, () => resolve());
    } catch {
      // An address that is none, as only another system than Lambda could set it.
      resolve();
    }
    return promise;
  };
}

function openSocket(): Socket {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  return socket.unref();
}
