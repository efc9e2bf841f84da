namespace RtcCluster.Load.Micro.Budgets;

/// <summary>Measures operations on a machine that does other things too.</summary>
/// <remarks>
/// Batches are half a millisecond of processor time, and each has a calibration batch right beside it: what slows the one (a shared cache, the
/// other thread of the core, a lower clock) slows the other. The best of each counts: on a machine with thirty runnable threads it moved by 4 %
/// from run to run, the median by 25 %.
/// </remarks>
internal sealed class Meter
{
    private const int Batches = 25;
    private const int AllocationRuns = 100;
    private const long BatchNanoseconds = 500_000;
    private const long WarmUpNanoseconds = 20_000_000;
    private readonly Operation _calibration = new("Calibration", 1, new Calibration().Run);

    /// <summary>Makes the yardstick ready.</summary>
    public Meter() => WarmUp(_calibration);

    /// <summary>Nanoseconds of one calibration run, best of all batches so far.</summary>
    public double Yardstick { get; private set; } = double.MaxValue;

    /// <summary>Runs an operation until its code is compiled, its pools are filled and the processor knows it.</summary>
    /// <exception cref="InvalidOperationException">The operation did not do its work.</exception>
    public static void WarmUp(Operation operation)
    {
        var start = ThreadTime.Now();
        do
        {
            Batch(operation, 50);
        }
        while (ThreadTime.Now() - start < WarmUpNanoseconds);
    }

    /// <summary>Measures a warm operation.</summary>
    /// <exception cref="InvalidOperationException">The operation did not do its work.</exception>
    public Measurement Measure(Operation operation)
    {
        var runs = RunsPerBatch(operation);
        var calibrationRuns = RunsPerBatch(_calibration);
        var yardstick = double.MaxValue;
        var time = double.MaxValue;
        for (var i = 0; i < Batches; i++)
        {
            yardstick = Math.Min(yardstick, Batch(_calibration, calibrationRuns));
            time = Math.Min(time, Batch(operation, runs) / operation.Units);
        }

        Yardstick = Math.Min(Yardstick, yardstick);
        return new Measurement(time, time / yardstick, Allocated(operation));
    }

    // The least of a few: what the runtime allocates beside the work (a pool that grows) does not come twice.
    private static double Allocated(Operation operation)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Sum(operation.Run, AllocationRuns);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / (double)AllocationRuns;
    }

    private static int RunsPerBatch(Operation operation) =>
        (int)Math.Max(1, BatchNanoseconds / Math.Max(1, Math.Min(Batch(operation, 10), Batch(operation, 10))));

    /// <summary>Nanoseconds of one run.</summary>
    private static double Batch(Operation operation, int runs)
    {
        var expected = (long)operation.Run() * runs;
        var start = ThreadTime.Now();
        var sum = Sum(operation.Run, runs);
        var nanoseconds = ThreadTime.Now() - start;
        return expected > 0 && sum == expected
            ? nanoseconds / (double)runs
            : throw new InvalidOperationException($"{operation.Name} did not do its work: {sum} after {runs} runs instead of {expected}.");
    }

    private static long Sum(Func<int> run, int runs)
    {
        long sum = 0;
        for (var i = 0; i < runs; i++)
        {
            sum += run();
        }

        return sum;
    }
}
