//! Small layers above an encoder. Enters: a file in the form of [safetensors]. Leaves: layers that are
//! ready to be applied to one row of numbers.
//!
//! [safetensors]: https://github.com/huggingface/safetensors

use safetensors::{Dtype, SafeTensors};

/// Tensors of a file.
pub(super) struct Weights<'b>(SafeTensors<'b>);

impl<'b> Weights<'b> {
    /// The error says what is wrong.
    pub(super) fn parse(bytes: &'b [u8]) -> Result<Self, String> {
        SafeTensors::deserialize(bytes).map(Self).map_err(|e| e.to_string())
    }

    /// `NAME.weight` `[to, from]` and, where there is one, `NAME.bias` `[to]`.
    pub(super) fn layer(&self, name: &str, from: usize, to: usize) -> Result<Layer, String> {
        let rows = self.numbers(&format!("{name}.weight"), &[to, from])?;
        let bias = format!("{name}.bias");
        let bias = match self.0.names().iter().any(|known| **known == bias) {
            true => self.numbers(&bias, &[to])?,
            false => vec![0.0; to],
        };
        // Column by column: what is zero in the input is passed over, and the inner loop is long.
        let weight = (0..from).flat_map(|i| (0..to).map(move |o| (i, o)));
        Ok(Layer { weight: weight.map(|(i, o)| rows[o * from + i]).collect(), bias })
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor = self.0.tensor(name).map_err(|e| format!("{name}: {e}"))?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
            let (dtype, found) = (tensor.dtype(), tensor.shape());
            return Err(format!("{name} is {dtype:?} {found:?}, not F32 {shape:?}"));
        }
        let numbers = tensor.data().chunks_exact(4);
        let numbers = numbers.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let numbers: Vec<f32> = numbers.collect();
        match numbers.iter().all(|x| x.is_finite()) {
            true => Ok(numbers),
            false => Err(format!("{name} has infinite numbers")),
        }
    }
}

/// A matrix and a bias.
#[derive(Debug)]
pub(super) struct Layer {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// The product with a row, plus the bias.
    pub(super) fn apply(&self, row: &[f32]) -> Vec<f32> {
        let mut out = self.bias.clone();
        let size = out.len();
        // Four columns at once: the sums are fetched and put back a quarter as often.
        let (fours, rest) = row.as_chunks::<4>();
        for ([a, b, c, d], columns) in fours.iter().zip(self.weight.chunks_exact(4 * size)) {
            if [*a, *b, *c, *d] == [0.0; 4] {
                continue;
            }
            let (first, second) = columns.split_at(2 * size);
            let ((p, q), (r, s)) = (first.split_at(size), second.split_at(size));
            for ((((o, p), q), r), s) in out.iter_mut().zip(p).zip(q).zip(r).zip(s) {
                *o += a * p + b * q + c * r + d * s;
            }
        }
        let columns = self.weight.chunks_exact(size).skip(4 * fours.len());
        for (x, column) in rest.iter().zip(columns) {
            for (o, w) in out.iter_mut().zip(column) {
                *o += x * w;
            }
        }
        out
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use safetensors::tensor::{TensorView, serialize};

    fn file(shape: [usize; 2], numbers: &[f32]) -> Vec<u8> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        let view = TensorView::new(Dtype::F32, shape.to_vec(), &bytes).unwrap();
        serialize([("a.weight", view)], None).unwrap()
    }

    #[test]
    fn a_layer_is_a_product() {
        let bytes = file([2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let layer = Weights::parse(&bytes).unwrap().layer("a", 3, 2).unwrap();
        assert_eq!(layer.apply(&[1.0, 0.0, -1.0]), [-2.0, -2.0]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let bytes = file([1, 2], &[1.0, f32::NAN]);
        let weights = Weights::parse(&bytes).unwrap();
        for (name, from, expected) in
            [("a", 2, "infinite"), ("a", 3, "[1, 2]"), ("b", 2, "b.weight")]
        {
            assert!(weights.layer(name, from, 1).unwrap_err().contains(expected));
        }
        assert!(Weights::parse(b"{}").is_err());
    }
}
