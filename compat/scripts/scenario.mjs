// What the scripts of this folder share: running scenarios and reporting them to the Go test, one JSON line each.

const timeout = 15_000;

/** Runs each function of an object, in order, and reports how it ended. Then it ends the process. */
export async function run(scenarios) {
  for (const [scenario, f] of Object.entries(scenarios)) {
    let error = "";
    try {
      await within(f(), "the scenario");
    } catch (e) {
      error = e.stack ?? String(e);
    }
    console.log(JSON.stringify({ scenario, error }));
  }
  process.exit();
}

/** Waits for the next event of that name and resolves to its arguments. */
export function next(socket, event) {
  return within(new Promise((resolve) => socket.once(event, (...args) => resolve(args))), event);
}

/** Emits an event and resolves to the values of its acknowledgement. */
export function ask(socket, event, ...args) {
  return within(new Promise((resolve) => socket.emit(event, ...args, (...values) => resolve(values))), event);
}

/** Resolves as the promise does, but not later than the timeout. */
export function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), timeout);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
