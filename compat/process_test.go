package compat

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// patience is how long a server may take to open or to close.
const patience = 20 * time.Second

// process is one life of the real server.
type process struct {
	cmd  *exec.Cmd
	log  journal
	gone chan struct{} // closed when it has ended
	err  error         // how it ended; like log to be read after gone
}

// start runs the program in a folder, and returns once it listens, at an address.
func start(folder string, args ...string) (p *process, address string, err error) {
	p = &process{log: journal{listens: make(chan string, 1)}, gone: make(chan struct{})}
	p.cmd = exec.Command(program, args...)
	p.cmd.Dir = folder
	p.cmd.Stderr = &p.log
	if err := p.cmd.Start(); err != nil {
		return nil, "", err
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.gone)
	}()
	select {
	case address = <-p.log.listens:
		return p, address, nil
	case <-p.gone:
		return nil, "", p.blame("ended before it listened")
	case <-time.After(patience):
		return nil, "", p.giveUp("did not listen")
	}
}

// end sends a signal and returns when the process is gone. It must end well, unless it is killed, and complain of nothing.
func (p *process) end(signal os.Signal) error {
	sent := p.cmd.Process.Signal(signal)
	select {
	case <-p.gone:
	case <-time.After(patience):
		return p.giveUp("did not end")
	}
	switch well := p.err == nil && p.log.says("msg=closed"); {
	case sent != nil:
		return p.blame("was not there any more")
	case !well && signal != os.Kill:
		return p.blame("did not close in good order")
	case p.log.says("level=WARN") || p.log.says("level=ERROR"):
		return p.blame("complained")
	}
	return nil
}

// giveUp kills a process that takes too long.
func (p *process) giveUp(because string) error {
	err := p.cmd.Process.Kill()
	<-p.gone
	return errors.Join(p.blame(fmt.Sprintf("%s within %v", because, patience)), err)
}

// blame says what a process that is gone did, and shows its log.
func (p *process) blame(what string) error {
	return fmt.Errorf("the server %s; it ended with: %v; its log:\n%s", what, p.err, &p.log)
}

// journal keeps what a server logs, and tells where it listens.
type journal struct {
	strings.Builder
	listens chan string // has one value
	told    bool
}

var listening = regexp.MustCompile(`msg=listening url=http://(\S+) `)

// Write keeps a part of the log, and tells the address as soon as it is there.
func (j *journal) Write(p []byte) (int, error) {
	j.Builder.Write(p)
	if m := listening.FindStringSubmatch(j.String()); m != nil && !j.told {
		j.told = true
		j.listens <- m[1]
	}
	return len(p), nil
}

func (j *journal) says(text string) bool { return strings.Contains(j.String(), text) }
