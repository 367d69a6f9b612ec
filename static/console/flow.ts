/* Where the bands of a flow stand: nodes left and right, a band a flow. */
export interface Band {
  left: string
  right: string
  n: number
}

export interface Node {
  name: string
  n: number
  y: number
  height: number
}

export interface Placed<Of extends Band> {
  band: Of
  path: string
  width: number
}

export interface Sizes {
  /* Between the two columns of nodes. */
  from: number
  to: number
  /* Of the largest side together, and of one node at least. */
  height: number
  least: number
  gap: number
}

const sum = (bands: Band[]) => bands.reduce((total, { n }) => total + n, 0)

function column(names: string[], of: (name: string) => number, scale: number, s: Sizes) {
  let y = 0
  return names.map((name) => {
    const n = of(name)
    const node = { name, n, y, height: Math.max(s.least, n * scale) }
    y += node.height + s.gap
    return node
  })
}

/*
 * Bands are as wide as their numbers, one pixel at least; each side stands in
 * the order of its names' first appearance, largest band first.
 */
export function place<Of extends Band>(bands: Of[], sizes: Sizes) {
  const ordered = [...bands].sort((a, b) => b.n - a.n)
  const all = Math.max(1, sum(bands))
  const scale = sizes.height / all
  const names = (side: 'left' | 'right') => [...new Set(ordered.map((one) => one[side]))]
  const total = (side: 'left' | 'right') => (name: string) =>
    sum(bands.filter((one) => one[side] === name))
  const left = column(names('left'), total('left'), scale, sizes)
  const right = column(names('right'), total('right'), scale, sizes)

  const used = new Map<Node, number>()
  const spot = (nodes: Node[], name: string, width: number) => {
    const node = nodes.find((one) => one.name === name)!
    const slack = (node.height - node.n * scale) / 2
    const at = node.y + Math.max(0, slack) + (used.get(node) ?? 0)
    used.set(node, (used.get(node) ?? 0) + width)
    return at + width / 2
  }
  const middle = (sizes.from + sizes.to) / 2
  const placed: Placed<Of>[] = ordered.map((band) => {
    const width = band.n * scale
    const a = spot(left, band.left, width)
    const b = spot(right, band.right, width)
    return {
      band,
      width: Math.max(1, width),
      path: `M${sizes.from} ${a} C${middle} ${a} ${middle} ${b} ${sizes.to} ${b}`,
    }
  })
  const end = (nodes: Node[]) =>
    nodes.reduce((most, node) => Math.max(most, node.y + node.height), 0)
  return { left, right, placed, height: Math.max(end(left), end(right)) }
}
