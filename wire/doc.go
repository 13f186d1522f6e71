// Package wire is the JSON the world sees: the bodies of REST and the payloads
// of sockets and event streams. Clients written for the proof of concept read
// these forms; the golden files in testdata keep them.
package wire
