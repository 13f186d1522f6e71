// Package postgres is the store on PostgreSQL 15 and newer, which several
// nodes share: any of them serves any location.
//
// One goroutine per node writes. It takes the transactions that wait and makes
// one database transaction of them, in few round trips: the rows of their
// locations are locked, in the order of their ids; the functions run against
// what is known of the rows they ask for; what is not known yet is fetched for
// all of them at once, and they run again; at last all writes and the COMMIT go
// out together.
//
// Four rules hold the package together:
//   - while a location's row is locked nobody else writes to it, so that numbers
//     without gaps, versions and keys are decided in memory; the constraints of
//     the schema stand behind that;
//   - nobody is answered, well or badly, from a state that is not committed;
//   - what the database refuses is looked for by halves, so that one bad
//     transaction costs its neighbours a repetition, never their outcome;
//   - a COMMIT without an answer is never guessed at: the writer's own row tells
//     whether it was stored (see resolve), or the caller is told that nobody knows.
package postgres
