declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }
  export default function dynalite(options?: DynaliteOptions): Server;
}

declare module 'dynalite/db/index.js' {
  interface Store {
    db: { open(): Promise<void>; close(): Promise<void> };
  }
  const parts: { itemSize(item: Record<string, Record<string, unknown>>): number };
  export default parts;
  export function create(options: { path: string }): Store;
}
