namespace RtcCluster.Load.Runner.Scale;

/// <summary>How many cells a demand needs, by means; the simulation says whether that is enough when calls come as they do.</summary>
/// <param name="facts">What it is reckoned from.</param>
/// <param name="demand">What is to be carried.</param>
internal sealed class ScalePlan(ScaleFacts facts, Demand demand)
{
    /// <summary>Packets that come in each second of a call: two parties, 50 each.</summary>
    public const double PacketsOfCall = 100;

    private const double Milli = 1e-3;
    private const double Micro = 1e-6;
    private const double KibibytesOfGibibyte = 1_048_576;

    // What the process itself takes, and half of the rest for the collector's room.
    private const double UsableMemory = 0.5;

    /// <summary>What is to be carried.</summary>
    public Demand Demand => demand;

    /// <summary>Calls that go on at one time, in the mean (Little's law).</summary>
    public double Active => demand.CallsPerSecond * facts.TalkSeconds;

    /// <summary>Processor seconds on edges for a call's signalling.</summary>
    public double EdgeOfCall => (facts["callEdge"] + (facts.QueueShare * facts["queueEdge"])) * Milli * facts["growth"];

    /// <summary>Processor seconds on edges for a call that is taken over from one that is gone: an offer in its dialog, and the answer; no more than the whole signalling of a call.</summary>
    public double EdgeOfTakeOver => facts["callEdge"] * Milli * facts["growth"];

    /// <summary>Processor seconds on silos for a call.</summary>
    public double SiloOfCall => (facts["callSilo"] + (facts.QueueShare * facts["queueSilo"])) * Milli * facts["growth"];

    /// <summary>Processors on edges for the sound of a call that goes on.</summary>
    public double EdgeOfSound => PacketsOfCall * facts["packet"] * Micro;

    /// <summary>Processors on edges for an agent who does nothing.</summary>
    public double EdgeOfAgent => facts["agentIdle"] * Milli;

    /// <summary>Processors that edges need.</summary>
    public double EdgeProcessors => (demand.CallsPerSecond * EdgeOfCall) + (Active * EdgeOfSound) + (demand.Agents * EdgeOfAgent);

    /// <summary>Processors that silos need.</summary>
    public double SiloProcessors => demand.CallsPerSecond * SiloOfCall;

    /// <summary>GiB on edges.</summary>
    public double EdgeMemory => ((demand.Agents * facts["agentMemory"]) + (Active * facts["callMemory"])) / KibibytesOfGibibyte;

    /// <summary>GiB on silos.</summary>
    public double SiloMemory => Active * facts["callMemory"] / KibibytesOfGibibyte;

    /// <summary>Writes of live state each second, over all cells.</summary>
    public double StateWrites => demand.CallsPerSecond * facts["stateWrites"];

    /// <summary>Cells: so many that no kind of machine is used beyond its share, with all there and with one of each kind gone.</summary>
    public int Cells
    {
        get
        {
            var cell = facts.Cell;
            double Need(double used, int machines, double each) => Math.Max(used / (machines * each * cell.Share), used / ((machines - 1) * each * cell.ShareAfterLoss));
            double Room(double used, int machines) => used / ((machines - 1) * cell.MemoryGigabytes * UsableMemory);
            var needs = new[]
            {
                Need(EdgeProcessors, cell.Edges, cell.Processors), Need(SiloProcessors, cell.Silos, cell.Processors), Room(EdgeMemory, cell.Edges), Room(SiloMemory, cell.Silos),
            };
            return Math.Max(1, (int)Math.Ceiling(needs.Max() - 1e-9));
        }
    }
}
