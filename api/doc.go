// Package api is the REST side of the house: it decodes, calls package
// restaurant and encodes. What it serves it describes, in OpenAPI 3.1 for the
// routes and AsyncAPI 3 for sockets and event streams.
package api
