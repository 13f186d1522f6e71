package socketio

import "time"

// What a client may do besides the limits in Options. Whoever goes beyond is cut off; the others notice nothing.
const (
	maxAttachments  = 10      // binary attachments of one packet
	maxAckID        = 1 << 53 // JavaScript clients count in float64
	maxNesting      = 32      // of arrays and objects in a packet
	maxPackets      = 1000    // in one POST body
	maxFragments    = 64      // of one WebSocket message
	maxPings        = 20      // WebSocket pings a second, from the client
	maxInbox        = 64      // packets waiting for the handlers; above, the connection is not read
	maxPendingAcks  = 1000    // answers that EmitAck waits for, per socket
	maxBatchFrames  = 64      // frames given to the kernel in one call
	maxBatchBytes   = 64 << 10
	closeGrace      = time.Second            // for the client to answer a close frame
	lastPollGrace   = 2 * time.Second        // for a poll that is to take the last packets of a closed session
	probePollDelay  = 100 * time.Millisecond // between "3probe" and ending the open poll, see upgrade.go
	shutdownSpread  = time.Second            // over which Shutdown spreads the closing of connections
	shutdownMaxStep = time.Millisecond       // between two of them
)
