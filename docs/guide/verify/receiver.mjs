// Receives webhooks on PORT and verifies them by SECRET, by hand: nothing to install.
// With a library: `npm install standardwebhooks`, then `new Webhook(secret).verify(body, headers)`.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from(process.env.SECRET.replace(/^whsec_/, ""), "base64");
const tolerance = 5 * 60; // seconds
const seen = new Set(); // in your database, in the transaction that handles the event

function isGenuine(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (!id || !/^\d+$/.test(timestamp ?? "") || !signatures) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > tolerance) return false;
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  // During a rotation there are several signatures: one that is right is enough.
  return signatures.split(" ").some((one) => {
    const [version, signature] = one.split(",", 2);
    const given = Buffer.from(signature ?? "", "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks); // the bytes as they came: never parsed and written anew
  if (!isGenuine(request.headers, body)) return response.writeHead(400).end();
  const event = JSON.parse(body.toString("utf8"));
  if (!seen.has(event.id)) {
    seen.add(event.id);
    console.log(event.type, event.subject, event.sequence);
  }
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), "127.0.0.1");
