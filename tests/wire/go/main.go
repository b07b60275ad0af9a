// A service of another team that works with Luyue's processes by Temporal's own SDK: plain JSON, nothing of Luyue's.
//
// Usage: TEMPORAL_ADDRESS=… wire SAMPLE_REQUEST_ID ORDER_ID. Prints what came of it as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

const (
	actor    = "service:warehouse-go"
	patience = time.Minute
)

// Outcome is what an update answers, in so far as this service is interested in it.
type Outcome struct {
	Version       int           `json:"version"`
	ResultVersion int           `json:"result_version"`
	Status        string        `json:"status"`
	Closed        bool          `json:"closed"`
	Events        []Event       `json:"events"`
	NextDeadline  *NextDeadline `json:"next_deadline"`
}

// Event is one that the process has just had.
type Event struct {
	Type    string `json:"type"`
	Version int    `json:"version"`
}

// NextDeadline is when time acts next, and how.
type NextDeadline struct {
	Name  string    `json:"name"`
	DueAt time.Time `json:"due_at"`
	Then  string    `json:"then"`
}

// Refusal is why an update was not carried out, with the process's version.
type Refusal struct {
	Type       string      `json:"type"`
	Message    string      `json:"message"`
	Code       string      `json:"code"`
	Violations []Violation `json:"violations"`
	Version    int         `json:"version"`
}

// Violation is one rule that refuses, in each language.
type Violation struct {
	Rule    string            `json:"rule"`
	Message map[string]string `json:"message"`
}

// Report is what this program prints.
type Report struct {
	Shipped  Outcome `json:"shipped"`
	Repeated Outcome `json:"repeated"`
	Refused  Refusal `json:"refused"`
	Accepted Outcome `json:"accepted"`
	Live     Outcome `json:"live"`
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: wire SAMPLE_REQUEST_ID ORDER_ID")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	connection, err := client.DialContext(ctx, client.Options{
		HostPort: os.Getenv("TEMPORAL_ADDRESS"),
	})
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	report, err := work(ctx, connection, "sample-request/"+os.Args[1], "cooperation-order/"+os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		log.Fatal(err)
	}
}

func work(ctx context.Context, connection client.Client, request, order string) (report Report, err error) {
	if err = connection.SignalWorkflow(ctx, request, "", "approve", command("go-approve", nil)); err != nil {
		return report, err
	}
	parcel := map[string]any{"carrier": "SF", "tracking_no": "GO20260001"}
	if report.Shipped, err = update(ctx, connection, request, "ship", command("go-ship", parcel)); err != nil {
		return report, err
	}
	if report.Repeated, err = update(ctx, connection, request, "ship", command("go-ship", parcel)); err != nil {
		return report, err
	}
	_, refusal := update(ctx, connection, request, "approve", command("go-approve-again", nil))
	if report.Refused, err = read(refusal); err != nil {
		return report, err
	}
	if report.Accepted, err = update(ctx, connection, order, "accept", command("go-accept", nil)); err != nil {
		return report, err
	}
	session := map[string]any{"live_session_id": "live-go"}
	report.Live, err = update(ctx, connection, order, "go-live", command("go-go-live", session))
	return report, err
}

// command is a command's own fields, and beside them who sends it, when, and the id by which it is known for good.
func command(id string, fields map[string]any) map[string]any {
	sent := map[string]any{"actor": actor, "at": time.Now().UTC().Format(time.RFC3339Nano), "command_id": id}
	for name, value := range fields {
		sent[name] = value
	}
	return sent
}

func update(
	ctx context.Context, connection client.Client, process, name string, sent map[string]any,
) (outcome Outcome, err error) {
	handle, err := connection.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   process,
		UpdateName:   name,
		Args:         []any{sent},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return outcome, err
	}
	return outcome, handle.Get(ctx, &outcome)
}

func read(refused error) (refusal Refusal, err error) {
	var failure *temporal.ApplicationError
	if !errors.As(refused, &failure) {
		return refusal, errors.Join(errors.New("a refusal was expected"), refused)
	}
	err = failure.Details(&refusal, &refusal.Version)
	refusal.Type, refusal.Message = failure.Type(), failure.Message()
	return refusal, err
}
