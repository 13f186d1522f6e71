// Package parsers compares our parsers with the official ones, socket.io-parser and engine.io-parser under Node.js: on
// generated and mutated packets both must give the same verdict and the same value, but for the differences listed in
// differences_test.go, each with its reason. Install the official parsers with
//
//	npm ci --ignore-scripts
//
// in this folder, which is what make deps does. The long form:
//
//	go test ./compat/parsers -v -inputs 1000000
package parsers
