import static dev.nabla.Nabla.*;
import dev.nabla.*;
import dev.nabla.nn.*;
import dev.nabla.optim.*;
