// Package load puts a crowd on a server that speaks the protocol of the proof of concept, orderup or another, and
// measures how late updates arrive: it is what stands behind orderup bench.
//
// # What is measured
//
// The load is an open loop: when an update is due is decided before the run, and its latency counts from that instant,
// not from when the server was ready for it. A server that stalls for a second delays everything that was due in that
// second, and the figures say so (no "coordinated omission").
//
// Each update says in its message which one of its room it is, and when it was due. So each delivery is measured, and
// what was lost, came twice or out of order is counted, without a word from the server: versions are not needed.
//
// # How it stays cheap
//
// The generator must cost less than what it measures. A Socket is one TCP connection, one goroutine of its reader and a
// buffer of 1 KiB; packets are searched for the mark and not decoded. Package client's Socket, made for apps, holds 1,024 events
// ready for its reader, which is 80 KiB for each connection.
package load
