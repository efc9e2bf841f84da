// The trunk's peer has one fixed address (127.0.0.2:5080) and two cores carry phones, SIPp and the product: tests run one after another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
