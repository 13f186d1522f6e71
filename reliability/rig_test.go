package reliability

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	rounds = flag.Int("rounds", 0, "how often TestKill9 and TestPowerCut repeat their accident; 0 for their short form")
	fill   = flag.Int("fill", 0, "how many orders TestKill9 places before the first accident")
	keys   = flag.Int("keys", 200, "how many idempotency keys TestSameKey uses")
	racers = flag.Int("racers", 20, "how many requests TestSameKey sends at a time under each key")
	server = flag.String("server", "", "the server to attack, for example a release; by default cmd/orderup is built")
)

// unsafeSynchronous is the hidden switch of the server's store that leaves out every sync. It exists for controls.
const unsafeSynchronous = "ORDERUP_UNSAFE_SYNCHRONOUS=off"

// workshop is where the server is built, once, if any rig runs.
var workshop string

func TestMain(m *testing.M) {
	code := m.Run()
	if workshop != "" {
		_ = os.RemoveAll(workshop) // a temporary folder: the system takes what is left
	}
	os.Exit(code)
}

// program returns the path of the server to attack.
var program = sync.OnceValues(func() (string, error) {
	if *server != "" {
		return filepath.Abs(*server)
	}
	var err error
	workshop, err = os.MkdirTemp("", "orderup-reliability-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(workshop, "orderup")
	build := exec.Command("go", "build", "-o", path, "./cmd/orderup")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build cmd/orderup: %w\n%s", err, out)
	}
	return path, nil
})

// newHouse is a closed house with its data file in dir. At the end of the test it is killed if it still runs, and
// when the test failed the end of its log is shown.
func newHouse(t *testing.T, dir string, env ...string) *House {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	h := &House{Program: path, Data: filepath.Join(dir, "orders.db"), Env: env, Log: log}
	t.Cleanup(func() {
		if err := h.Kill(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the server's last words:\n%s", tail(log))
		}
		log.Close()
	})
	return h
}

// tail returns the last lines of a log.
func tail(log *os.File) string {
	text, err := os.ReadFile(log.Name())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(string(text), "\n")
	return strings.Join(lines[max(0, len(lines)-30):], "\n")
}

func open(ctx context.Context, t *testing.T, h *House) time.Duration {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	took, err := h.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return took
}

// placeOrders opens the house and has n orders acknowledged, whose names begin with named.
func placeOrders(ctx context.Context, t *testing.T, h *House, named string, n int) *Journal {
	t.Helper()
	open(ctx, t, h)
	var j Journal
	crowd := &Crowd{Guest: NewGuest(h, 8), Journal: &j, Writers: 8, Named: named}
	must(t, crowd.Fill(ctx, n))
	if j.Len() != n {
		t.Fatalf("%d orders acknowledged, want %d", j.Len(), n)
	}
	return &j
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dice returns a source of chance, and tells how to get the same one again.
func dice(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// judge compares the file at path with the journal and fails the test on any broken promise.
func judge(t *testing.T, j *Journal, path string, allAnswered bool) *Verdict {
	t.Helper()
	v := Compare(j.Acks(), ledger(t, path), allAnswered)
	for i, complaint := range v.Complaints {
		if i == 20 {
			t.Errorf("... and %d more", len(v.Complaints)-i)
			break
		}
		t.Error(complaint)
	}
	return v
}

// ledger reads the file at path.
func ledger(t *testing.T, path string) *Ledger {
	t.Helper()
	l, err := ReadLedger(context.Background(), path, t.TempDir())
	must(t, err)
	return l
}

// missing fails in CI, where a rig must find what it needs, and skips on a desk that lacks it.
func missing(t *testing.T, why error) {
	t.Helper()
	if why != nil && os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	if why != nil {
		t.Skip(why)
	}
}
