import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import { WaitchainError } from "@/evidence";

/** Brings a database from one version to the next. A published one never changes. */
export type Migration<S extends DBSchema> = (
  database: IDBPDatabase<S>,
  transaction: IDBPTransaction<S, StoreNames<S>[], "versionchange">,
) => void;

/** What a database's problems are told in: each keeps something else. */
export interface StorageWords {
  /** What a refused write left behind. */
  unchanged: string;
  /** How to get room. */
  makeRoom: string;
  /** Without a full stop: the browser's name for it follows. */
  failed: string;
  tryAgain: string;
  unavailable: string;
  /** What to do where nothing is kept. */
  keep: string;
  blocked: string;
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

/** What a failure of the browser's storage means for the person. */
export function storageError(error: unknown, words: StorageWords): WaitchainError {
  if (error instanceof WaitchainError) return error;
  if (nameOf(error) === "QuotaExceededError") {
    return new WaitchainError({
      code: "STORAGE_FULL",
      what: `The browser has no room left for this, so it was not kept. ${words.unchanged}`,
      fix: words.makeRoom,
    });
  }
  if (nameOf(error) === "VersionError") {
    return new WaitchainError({
      code: "STORAGE_NEWER",
      what: "A newer version of this site has changed how things are kept in this browser.",
      fix: "Reload the page to get that version. Nothing is lost.",
    });
  }
  return new WaitchainError({
    code: "STORAGE_FAILED",
    what: `${words.failed}${nameOf(error) ? ` (${nameOf(error)})` : ""}.`,
    fix: words.tryAgain,
  });
}

function unavailable({ unavailable: what, keep: fix }: StorageWords): WaitchainError {
  return new WaitchainError({ code: "STORAGE_UNAVAILABLE", what, fix });
}

function blocked({ blocked: what }: StorageWords): WaitchainError {
  return new WaitchainError({
    code: "STORAGE_BLOCKED",
    what,
    fix: "Close the other tabs of this site, then reload this page.",
  });
}

/** What a database is opened with. */
export interface DatabaseSetUp<S extends DBSchema> {
  name: string;
  /** One per version, oldest first; how many there are is the version. */
  migrations: readonly Migration<S>[];
  words: StorageWords;
}

function open<S extends DBSchema>(
  { name, migrations, words }: DatabaseSetUp<S>,
  lost: () => void,
): Promise<IDBPDatabase<S>> {
  return new Promise((resolve, reject) => {
    let given = true;
    const opening = openDB<S>(name, migrations.length, {
      upgrade(database, from, _to, transaction) {
        for (const migrate of migrations.slice(from)) migrate(database, transaction);
      },
      blocked() {
        given = false;
        reject(blocked(words));
      },
      // A newer tab wants to upgrade: it must not wait for this one.
      blocking(_from, _to, event) {
        (event.target as IDBDatabase).close();
        lost();
      },
      terminated: lost,
    });
    opening.then((database) => (given ? resolve(database) : database.close()), reject);
  });
}

/** Opens a database, bringing it up to date. `lost` is called when the connection ends. Throws a WaitchainError. */
async function openDatabase<S extends DBSchema>(setUp: DatabaseSetUp<S>, lost: () => void): Promise<IDBPDatabase<S>> {
  try {
    if (typeof indexedDB === "undefined") throw unavailable(setUp.words);
    return await open(setUp, lost);
  } catch (error) {
    const known = storageError(error, setUp.words);
    throw known.problem.code === "STORAGE_FAILED" ? unavailable(setUp.words) : known;
  }
}

/** A database that is opened when it is first needed, and again when its connection was lost. */
export class Database<S extends DBSchema> {
  private connection: Promise<IDBPDatabase<S>> | null = null;

  constructor(private readonly setUp: DatabaseSetUp<S>) {}

  /** The open connection. */
  open(): Promise<IDBPDatabase<S>> {
    const forget = (): void => {
      this.connection = null;
    };
    if (!this.connection) {
      this.connection = openDatabase(this.setUp, forget);
      this.connection.catch(forget);
    }
    return this.connection;
  }

  close(): void {
    this.connection?.then((database) => database.close()).catch(() => undefined);
    this.connection = null;
  }

  async reading<T>(read: (database: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    try {
      return await read(await this.open());
    } catch (error) {
      throw storageError(error, this.setUp.words);
    }
  }

  /** Runs a write that happens whole or not at all, and is on the disk when it returns. */
  async writing<T>(
    stores: StoreNames<S>[],
    write: (writing: IDBPTransaction<S, StoreNames<S>[], "readwrite">) => Promise<T>,
  ): Promise<T> {
    return this.reading(async (database) => {
      const writing = database.transaction(stores, "readwrite", { durability: "strict" });
      const ended = writing.done.then(
        () => null,
        (error: unknown) => ({ error }),
      );
      try {
        const result = await write(writing);
        const failure = await ended;
        if (failure) throw failure.error;
        return result;
      } catch (error) {
        try {
          writing.abort();
        } catch {
          // It has ended already.
        }
        await ended;
        // The transaction knows why it failed better than the request that it took along.
        throw writing.error ?? error;
      }
    });
  }
}
