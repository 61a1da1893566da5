// cytoscape.js loads the network, headless: TRUTH.json NETWORK.cyjs. NODE_PATH leads to it.
const fs = require('node:fs')
const assert = require('node:assert')
const cytoscape = require('cytoscape')

const [truth, network] = process.argv.slice(2).map((path) => JSON.parse(fs.readFileSync(path, 'utf8')))
const cy = cytoscape({ headless: true, elements: network.elements, data: network.data })
assert.deepStrictEqual(cy.data().documents, truth.graph.documents)
for (const node of truth.nodes) {
  const found = cy.getElementById(node.id)
  assert.ok(found.isNode(), node.id)
  assert.strictEqual(found.data('name'), node.name)
  assert.deepStrictEqual(found.data('aliases'), node.aliases)
  assert.deepStrictEqual(found.data('mentions'), node.mentions)
}
let evidence = 0
for (const edge of truth.edges) {
  const found = cy.getElementById(edge.id)
  assert.ok(found.isEdge(), edge.id)
  assert.deepStrictEqual([found.source().id(), found.target().id()], [edge.source, edge.target])
  assert.strictEqual(found.data('first_date'), edge.first_date)
  assert.deepStrictEqual(found.data('evidence'), edge.evidence)
  evidence += found.data('evidence').length
}
console.log(JSON.stringify({ nodes: cy.nodes().length, edges: cy.edges().length, evidence }))
