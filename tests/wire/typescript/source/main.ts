/*
 * A service of another team that works with Luyue's processes by Temporal's own SDK: plain JSON, nothing of Luyue's.
 *
 * Usage: TEMPORAL_ADDRESS=… node main.js SAMPLE_REQUEST_ID ORDER_ID. Prints what came of it as JSON.
 */
import { ApplicationFailure, Client, Connection, WorkflowUpdateFailedError } from "@temporalio/client";

const ACTOR = "service:warehouse-typescript";

/** What an update answers, in so far as this service is interested in it. */
interface Outcome {
  version: number;
  result_version: number;
  status: string;
  closed: boolean;
  events: { type: string; version: number }[];
  next_deadline: { name: string; due_at: string; then: string } | null;
}

/** Why an update was not carried out. */
interface Refused {
  code: string;
  violations: { rule: string; message: { zh: string; en: string } }[];
}

/** A command's own fields, and beside them who sends it, when, and the id by which it is known for good. */
interface Command {
  actor: string;
  at: string;
  command_id: string;
  [field: string]: unknown;
}

function command(id: string, fields: Record<string, unknown> = {}): Command {
  return { ...fields, actor: ACTOR, at: new Date().toISOString(), command_id: id };
}

async function refusal(update: Promise<Outcome>) {
  try {
    await update;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      const { type, message, details } = error.cause;
      const [refused, version] = details as [Refused, number];
      return { type, message, ...refused, version };
    }
    throw error;
  }
  throw new Error("a refusal was expected");
}

async function work(client: Client, requestId: string, orderId: string) {
  const request = client.workflow.getHandle(`sample-request/${requestId}`);
  const order = client.workflow.getHandle(`cooperation-order/${orderId}`);
  const update = (process: typeof request, name: string, sent: Command) =>
    process.executeUpdate<Outcome, [Command]>(name, { args: [sent] });

  const parcel = { carrier: "SF", tracking_no: "TS20260001" };
  await request.signal("approve", command("ts-approve"));
  return {
    shipped: await update(request, "ship", command("ts-ship", parcel)),
    repeated: await update(request, "ship", command("ts-ship", parcel)),
    refused: await refusal(update(request, "approve", command("ts-approve-again"))),
    accepted: await update(order, "accept", command("ts-accept")),
    live: await update(order, "go-live", command("ts-go-live", { live_session_id: "live-ts" })),
  };
}

const [requestId, orderId] = process.argv.slice(2);
if (requestId === undefined || orderId === undefined) {
  throw new Error("usage: main.js SAMPLE_REQUEST_ID ORDER_ID");
}
const connection = await Connection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "127.0.0.1:7233" });
try {
  console.log(JSON.stringify(await work(new Client({ connection }), requestId, orderId)));
} finally {
  await connection.close();
}
