// Package orderup is the map of the real-time order server of a restaurant. It holds no code: every part lives in a
// package named after what it is, and deps_test.go fails when an import contradicts this page.
//
// # The trade (pure: no clock, disk, network, randomness or logging; the time and ids are arguments)
//
//   - fault: an error's kind, stable code and sentence for people
//   - money: amounts in minor units with a currency
//   - text: what people typed, made fit to be kept and shown
//   - tax: the tax that prices contain; rates are data
//   - staff: principals, roles, and the one table of who may do what
//   - menu: what can be ordered, where it is made, and what is left of it
//   - order: lines, totals, the status table, tasks, events
//   - kitchen: stations, routing, what is done to tasks, tickets
//   - kitchen/eta: when an order will be ready, and what to promise
//   - kitchen/eta/replay: forecasts from the events of a kitchen as lines of JSON
//
// # What is kept, and told
//
//   - store: the transaction seam between rules and databases
//   - store/group: the queue in which transactions wait to share a commit
//   - store/sqlite: the store on SQLite, with group commit
//   - store/postgres: the store on PostgreSQL, for several nodes
//   - store/storetest: the behaviour every store must show, as tests
//   - feed: the numbered stream of committed events
//   - feed/local: wakes readers inside one process
//   - feed/postgres: wakes the readers of all nodes of one PostgreSQL
//
// # The house
//
//   - restaurant: every command and query, with permission, transaction and events; the only door for transports
//   - sim: a simulated kitchen that works orders off through restaurant, like any cook
//   - sim/kitchens: kitchens drawn from seeds, to score forecasts against
//   - sim/evening: a whole simulated service, with guests, stations, an expo and what goes wrong
//
// # The doors (siblings; they never import each other)
//
//   - wire: the JSON the world sees, with golden files
//   - socketio: a Socket.IO v5 and Engine.IO v4 server that knows nothing of restaurants
//   - api: REST
//   - live: rooms and pushes
//   - web: pages
//   - client: a Go client for apps, tests and the command line
//   - load: the load generator behind orderup bench
//
// # The program
//
//   - cmd/orderup: main, configuration, subcommands; the only place that knows every part
//   - internal: small and boring things shared by the parts
//
// # The proof
//
//   - compat: official Socket.IO clients against our server
//   - e2e: the pages in a real browser
//   - reliability: kill -9, power cut, full disk; each rig with a control that must fail
//   - bench: the same work in orderup, Node and NestJS, side by side
//
// One order's way: api decodes and calls restaurant.Place, which runs one transaction of the store: the order is
// priced, saved and its event numbered. Only after the commit has reached the disk the caller gets its answer and the
// feed wakes live, which pushes packets, encoded once, to the rooms.
package orderup
