// Ask an endpoint through sparql-http-client in each way it knows; print what comes as JSON.
import SimpleClient from 'sparql-http-client/SimpleClient.js';
import ParsingClient from 'sparql-http-client/ParsingClient.js';
import StreamClient from 'sparql-http-client/StreamClient.js';

const [endpointUrl, select, construct, ask] = process.argv.slice(2);
const parsing = new ParsingClient({ endpointUrl });
const stream = new StreamClient({ endpointUrl });
const simple = new SimpleClient({ endpointUrl });

const rows = (found) => found.map((row) => Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term.value])));
const streamed = [];
for await (const row of stream.query.select(select)) streamed.push(row);

console.log(JSON.stringify({
  byGet: rows(await parsing.query.select(select)),
  byForm: rows(await parsing.query.select(select, { operation: 'postUrlencoded' })),
  byPost: rows(await parsing.query.select(select, { operation: 'postDirect' })),
  streamed: rows(streamed),
  triples: [...await parsing.query.construct(construct)].length,
  ask: await parsing.query.ask(ask),
  status: (await simple.query.select(select)).status,
}));
