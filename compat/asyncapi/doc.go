// Package asyncapi holds the description of our sockets against the official AsyncAPI parser, under Node.js. Install it
// with
//
//	npm ci --ignore-scripts
//
// in this folder, which is what make deps does.
package asyncapi
