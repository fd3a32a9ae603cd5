"""Which class a lead is in, by which rule, and by how little it missed a better one; its interest. Replayed."""
