// @ts-check
// Where taps and the last board are kept over a reload. IndexedDB where the
// browser lets us, else memory, which at least lasts as long as the page.

/**
 * @typedef {object} Shelf
 * @property {boolean} lasts over a reload
 * @property {() => Promise<import("../../../types/kitchen").Tap[]>} taps
 * @property {(tap: import("../../../types/kitchen").Tap) => Promise<void>} putTap
 * @property {(id: string) => Promise<void>} dropTap
 * @property {(name: string) => Promise<any>} board
 * @property {(name: string, snapshot: unknown) => Promise<void>} putBoard
 */

/** @returns {Shelf} */
export function memoryShelf() {
  const taps = new Map();
  const boards = new Map();
  return {
    lasts: false,
    taps: async () => [...taps.values()],
    putTap: async (tap) => void taps.set(tap.id, tap),
    dropTap: async (id) => void taps.delete(id),
    board: async (name) => boards.get(name),
    putBoard: async (name, snapshot) => void boards.set(name, snapshot),
  };
}

/** Opens the shelf of this browser. @returns {Promise<Shelf>} */
export async function openShelf() {
  try {
    return databaseShelf(await open());
  } catch {
    return memoryShelf();
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const request = indexedDB.open("orderup-kitchen", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("taps", { keyPath: "id" });
    request.result.createObjectStore("boards");
  };
  return answer(request);
}

/** @param {IDBDatabase} database @returns {Shelf} */
function databaseShelf(database) {
  const read = (/** @type {string} */ name) => database.transaction(name).objectStore(name);
  const write = (/** @type {string} */ name) => database.transaction(name, "readwrite").objectStore(name);
  return {
    lasts: true,
    taps: () => answer(read("taps").getAll()),
    putTap: async (tap) => void (await answer(write("taps").put(tap))),
    dropTap: async (id) => void (await answer(write("taps").delete(id))),
    board: (name) => answer(read("boards").get(name)),
    putBoard: async (name, snapshot) => void (await answer(write("boards").put(snapshot, name))),
  };
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
