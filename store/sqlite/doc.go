// Package sqlite is the store in one file, on SQLite without cgo.
//
// One goroutine writes. It takes the transactions that wait, runs them one
// after the other inside one SQLite transaction, commits (which fsyncs), and
// only then answers them all: group commit. Readers never wait for it.
//
// Four rules hold the package together:
//   - nobody is answered, well or badly, from a state that is not on disk;
//   - the counters of a location are read once per batch, live in memory in it
//     and are written back before its COMMIT, so numbers have no gaps and
//     follow the order of commits;
//   - a transaction that fails after it wrote costs its neighbours a replay,
//     never their outcome;
//   - after a failed fsync the kernel may have thrown the written pages away,
//     so that the store refuses all further writes until it is opened anew
//     (as PostgreSQL does since 11.2).
package sqlite
