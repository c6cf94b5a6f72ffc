package io.tensorinit.nd4j.example;

import static io.tensorinit.Initializers.*;

import io.tensorinit.TensorInit;
import io.tensorinit.nd4j.Nd4jArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class Example {
  public static void main(String[] args) {
    // A new array.
    INDArray weights =
        Nd4jArrays.create(TensorInit.tensor(heNormal()).shape(512, 256).name("fc.weight"));

    // One that is there, of any order, or a view of one; shape and dtype are its own.
    INDArray columns = Nd4j.create(DataType.BFLOAT16, new long[] {512, 256}, 'f');
    Nd4jArrays.fill(columns, TensorInit.tensor(heNormal()).name("fc.weight"));

    // Rows 128 to 191 of a larger tensor: the values they have in the whole.
    INDArray rows = Nd4j.create(DataType.FLOAT, 64, 256);
    Nd4jArrays.write(
        rows, TensorInit.tensor(heNormal()).shape(512, 256).rows(128, 64).name("fc.weight")::into);

    System.out.println(weights.getRows(130).equals(rows.getRows(2)) + " " + columns.dataType());
  }
}
