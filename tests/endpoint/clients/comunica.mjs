// Ask an endpoint through Comunica, which finds out by itself that it is one; print what comes as JSON.
import { QueryEngine } from '@comunica/query-sparql';

const [endpoint, query] = process.argv.slice(2);
const engine = new QueryEngine();
const context = { sources: [endpoint] };

async function answer() {
  const result = await engine.query(query, context);
  if (result.resultType === 'boolean') return result.execute();
  const stream = await result.execute();
  if (result.resultType === 'quads') return (await stream.toArray()).map((quad) => quad.object.value);
  const rows = await stream.toArray();
  return rows.map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])));
}

console.log(JSON.stringify(await answer()));
