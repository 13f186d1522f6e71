// Package compat tests the server with the official Socket.IO clients, under Node.js: package socketio with a small
// application of its own, and the real program with orders.
//
// The clients are npm packages: package.json names their exact versions, package-lock.json their checksums. Install them
// with
//
//	npm ci --ignore-scripts
//
// in this folder, which is what make deps does. A test starts a server, runs a script of the folder scripts with one of
// the clients, and turns each scenario that the script reports into a subtest: see runScript.
package compat
