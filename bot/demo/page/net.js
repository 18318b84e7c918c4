// What the page asks the local Telegram. Every refusal becomes an Error with the reason.

async function answered(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? "The local Telegram refused that.");
  return answer;
}

function reached(error) {
  throw error instanceof TypeError ? new Error("The demo cannot be reached. Is it still running?") : error;
}

export async function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return fetch(`/demo/${path}?${new URLSearchParams(given)}`).then(answered).catch(reached);
}

export async function post(path, body) {
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return fetch(`/demo/${path}`, sent).then(answered).catch(reached);
}

export async function upload(query, file) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const sent = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file };
  return fetch(`/demo/upload?${new URLSearchParams(given)}`, sent).then(answered).catch(reached);
}
