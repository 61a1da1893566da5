//! Encoder, tokenizer and weights. Enters: words. Leaves: logits. Tensors only: knows no entity.
