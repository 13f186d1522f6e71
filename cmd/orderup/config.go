package main

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"orderup/internal/door"
	"orderup/money"
	"orderup/order"
	"orderup/store"
)

// settings are the flags of every command that serves.
type settings struct {
	Listen string `help:"Address and port to listen on; only this computer can reach it. The variable PORT changes the port." default:"localhost:3000"`

	Name     string `help:"Name of the restaurant." default:"orderup"`
	Zone     string `help:"Time zone of the restaurant, such as Europe/Brussels. The computer's own if left out." placeholder:"ZONE"`
	DayStart string `help:"Time at which a business day begins, and ticket numbers with it." default:"05:00" placeholder:"HH:MM"`
	Currency string `help:"Currency of all prices, as ISO 4217 code." default:"EUR"`

	Node        string `help:"Name of this server among several on one database. The computer's name and a random tail if left out." placeholder:"NAME"`
	CommitBatch int    `help:"How many changes may share one write to disk; 1 gives each its own." default:"256"`
	FilePages   bool   `help:"Let pages that were opened from a file use the server." default:"true" negatable:""`
	Log         string `help:"How much to log: debug, info, warn or error." default:"info" enum:"debug,info,warn,error"`
	LogFormat   string `help:"text for people, json for machines." default:"text" enum:"text,json"`
	Dev         string `help:"Read pages from this folder at each request (web, in a checkout)." placeholder:"FOLDER"`

	UnsafeSynchronous string `hidden:"" default:"full" enum:"full,off"` // off: for the reliability rigs' controls
}

// location is the restaurant that the flags describe.
func (s settings) location() (store.Location, error) {
	start, err := time.Parse("15:04", s.DayStart)
	if err != nil {
		return store.Location{}, fmt.Errorf("--day-start %s: write a time such as 05:00", s.DayStart)
	}
	zone := s.Zone
	if zone == "" {
		zone = localZone()
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return store.Location{}, fmt.Errorf("--zone %s: write a name such as Europe/Brussels", zone)
	}
	if !money.Currency(s.Currency).Valid() {
		return store.Location{}, fmt.Errorf("--currency %s: write a code such as EUR", s.Currency)
	}
	return store.Location{
		ID: mainLocation, Name: s.Name, Zone: zone, DayStart: start.Hour()*60 + start.Minute(), Currency: money.Currency(s.Currency),
	}, nil
}

// node is the name of this server. Without a flag it is another one at each
// start: what the last one said of itself is not this one's.
func (s settings) node() string {
	if s.Node != "" {
		return s.Node
	}
	host, err := os.Hostname()
	if err != nil {
		host = "node" // the tail tells it from others
	}
	return fmt.Sprintf("%s-%04x", host, rand.N(1<<16))
}

// mainLocation is the one restaurant of an installation, so far.
const mainLocation order.Location = "main"

// localZone returns the name of the computer's time zone, UTC if it has none.
func localZone() string {
	if name := time.Local.String(); name != "Local" {
		return name
	}
	target, err := filepath.EvalSymlinks("/etc/localtime")
	if _, name, ok := strings.Cut(target, "zoneinfo/"); err == nil && ok {
		return name
	}
	return "UTC"
}

// listen opens the port, unless the server was started with one. Until there is sign-in, a server that other
// computers can reach would take orders from anybody: that is refused.
func (s settings) listen() (net.Listener, error) {
	if l, err := inherited(); l != nil || err != nil {
		return l, err
	}
	address := s.Listen
	if port := os.Getenv("PORT"); port != "" && address == "localhost:3000" {
		address = net.JoinHostPort("localhost", port)
	}
	if !door.IsLoopback(address) {
		return nil, fmt.Errorf("--listen %s would let other computers in, and there is no sign-in yet to tell staff from strangers: "+
			"listen on localhost or 127.0.0.1, for example --listen localhost:3000", address)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w (is another orderup running? --listen localhost:3001 chooses another port)", address, err)
	}
	return l, nil
}

// url is where the server can be found, by the name it was told to listen on.
func (s settings) url(a net.Addr) string {
	_, port, _ := net.SplitHostPort(a.String())
	host, _, _ := net.SplitHostPort(s.Listen)
	return "http://" + net.JoinHostPort(host, port)
}

// logger writes what happens to w.
func (s settings) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.Log)); err != nil {
		level = slog.LevelInfo // cannot be: the flag allows known levels only
	}
	options := &slog.HandlerOptions{Level: level}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
