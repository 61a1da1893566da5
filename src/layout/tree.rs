//! Points in squares within squares, so that a far group pushes as one. Enters: points and masses.
//! Leaves: the push on a point.
//!
//! Source: J. Barnes, P. Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 324
//! (1986). The squares stand in one array, each followed by those within it, so a search needs no
//! stack: to pass a square over is to go on behind it.

/// Squares of this many points are not divided.
const FEW: usize = 4;

/// Halvings of a side; points that are nearer than that share a square.
const DEPTH: u32 = 20;

/// A square is one body when its side is at most this part of its distance.
const THETA: f64 = 0.9;

struct Square {
    side: f64,
    mass: f64,
    middle: [f64; 2],
    /// The points in it: a range of [`Tree::order`].
    from: usize,
    to: usize,
    /// The square that follows it and all within it.
    next: usize,
    leaf: bool,
}

/// The squares of some points.
pub(super) struct Tree {
    squares: Vec<Square>,
    /// Place in the order -> point and mass.
    sorted: Vec<([f64; 2], f64)>,
    /// Node -> place in the order.
    place: Vec<usize>,
}

impl Tree {
    /// O(V log V).
    pub(super) fn new(points: &[[f64; 2]], mass: &[f64]) -> Self {
        let low = [0, 1].map(|axis| points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min));
        let side = [0, 1].map(|axis| {
            points.iter().map(|p| p[axis] - low[axis]).fold(f64::MIN_POSITIVE, f64::max)
        });
        let side = side[0].max(side[1]) * 1.000_001;
        let code = |point: &[f64; 2]| {
            let cell = |axis: usize| {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..1")]
                let cell = ((point[axis] - low[axis]) / side * f64::from(1_u32 << DEPTH)) as u64;
                cell
            };
            interleaved(cell(0)) | (interleaved(cell(1)) << 1)
        };
        let mut coded: Vec<(u64, usize)> =
            points.iter().enumerate().map(|(node, point)| (code(point), node)).collect();
        coded.sort_unstable();
        let mut place = vec![0; points.len()];
        for (at, &(_, node)) in coded.iter().enumerate() {
            place[node] = at;
        }
        let sorted = coded.iter().map(|&(_, node)| (points[node], mass[node])).collect();
        let codes: Vec<u64> = coded.into_iter().map(|(code, _)| code).collect();
        let mut tree = Self { squares: Vec::new(), sorted, place };
        tree.divide(&codes, (0, codes.len()), DEPTH, side);
        tree
    }

    /// Adds the square of a range of points and those within it; never deeper than [`DEPTH`].
    fn divide(&mut self, codes: &[u64], (from, to): (usize, usize), depth: u32, side: f64) {
        let at = self.squares.len();
        let (mut mass, mut middle) = (0.0, [0.0; 2]);
        for ([x, y], m) in &self.sorted[from..to] {
            mass += m;
            middle = [middle[0] + x * m, middle[1] + y * m];
        }
        middle = middle.map(|sum| sum / mass);
        let leaf = to - from <= FEW || depth == 0;
        self.squares.push(Square { side, mass, middle, from, to, next: 0, leaf });
        if !leaf {
            let shift = 2 * (depth - 1);
            let mut start = from;
            while start < to {
                let quarter = codes[start] >> shift;
                let end = start + codes[start..to].partition_point(|c| c >> shift == quarter);
                self.divide(codes, (start, end), depth - 1, side / 2.0);
                start = end;
            }
        }
        self.squares[at].next = self.squares.len();
    }

    /// The sum of `mass · (p - q) / |p - q|³` over all other points `q`. O(log V).
    pub(super) fn push(&self, node: usize) -> [f64; 2] {
        let here = self.place[node];
        let [x, y] = self.sorted[here].0;
        let mut push = [0.0; 2];
        let mut add = |[qx, qy]: [f64; 2], mass: f64| {
            let (dx, dy) = (x - qx, y - qy);
            let square = (dx * dx + dy * dy).max(1e-6);
            let strength = mass / (square * square.sqrt());
            push = [push[0] + dx * strength, push[1] + dy * strength];
        };
        let mut at = 0;
        while let Some(square) = self.squares.get(at) {
            let inside = square.from <= here && here < square.to;
            let (dx, dy) = (x - square.middle[0], y - square.middle[1]);
            if !inside && square.side * square.side <= THETA * THETA * (dx * dx + dy * dy) {
                add(square.middle, square.mass);
                at = square.next;
            } else if square.leaf {
                for (other, &(point, mass)) in
                    (square.from..).zip(&self.sorted[square.from..square.to])
                {
                    if other != here {
                        add(point, mass);
                    }
                }
                at = square.next;
            } else {
                at += 1;
            }
        }
        push
    }
}

/// The lowest 32 bits, each followed by a zero.
fn interleaved(bits: u64) -> u64 {
    let steps = [
        (16, 0x0000_ffff_0000_ffff_u64),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ];
    steps.into_iter().fold(bits, |bits, (shift, mask)| (bits | (bits << shift)) & mask)
}
