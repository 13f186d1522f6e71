// Command orderup is the real-time order server of a restaurant: orders come
// in over REST, are worked off, and everybody who waits sees each change at
// once over Socket.IO. See orderup --help.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones, on machines without them too

	"github.com/alecthomas/kong"

	"orderup/internal/build"
	"orderup/kitchen/eta/replay"
)

const about = `orderup is the real-time order server of a restaurant.

Orders come in over REST, are worked off in the kitchen, and everybody who
waits sees each change at once over Socket.IO. One program, one data file,
nothing else to install.

  orderup                        start on http://localhost:3000
  orderup demo                   the same, with a Saturday evening that is simulated
  curl localhost:3000/orders     list the orders

Every flag can also be set as ORDERUP_NAME in the environment (--day-start as
ORDERUP_DAY_START) or in orderup.json ({"day-start": "05:00"}).`

// commands are the command line.
type commands struct {
	Config  kong.ConfigFlag  `help:"Read flags from this JSON file as well." placeholder:"FILE"`
	Version kong.VersionFlag `help:"Print the version and stop." env:"-"`

	Settings settings `embed:""`

	Serve serveCommand `cmd:"" default:"withargs" help:"Start the server. This is what happens without a command."`
	Demo  demoCommand  `cmd:"" help:"Start the server with a simulated Saturday evening, in a data file that is thrown away: guests, four stations, an expo, and what goes wrong."`
	Bench benchCommand `cmd:"" help:"Put load on a running server and measure how late its updates arrive, and whether any is lost."`

	EtaReplay etaReplayCommand `cmd:"" name:"eta-replay" help:"Forecast when orders will be ready, from the events of a kitchen on standard input."`
}

// exitTemporary is the exit code (EX_TEMPFAIL of sysexits.h) of a program that
// gave up because of its disk and is well started again.
const exitTemporary = 75

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second signal ends the program at once
	}()
	var c commands
	line := kong.Parse(&c, kong.Name("orderup"), kong.Description(about), kong.DefaultEnvars("ORDERUP"),
		kong.Configuration(kong.JSON, "orderup.json"), kong.Vars{"version": build.Version()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError())
	line.BindTo(ctx, (*context.Context)(nil))
	if err := line.Run(c.Settings); err != nil {
		fmt.Fprintln(os.Stderr, "orderup:", err)
		if errors.Is(err, errStoreFailed) {
			os.Exit(exitTemporary)
		}
		if errors.Is(err, replay.ErrMalformed) {
			os.Exit(exitMalformed)
		}
		os.Exit(1)
	}
}
