using BenchmarkDotNet.Attributes;
using RtcCluster.Load.Micro.Sip;

namespace RtcCluster.Load.Micro.Calls;

/// <summary>The decisions of a call, without storage and messages between grains.</summary>
[MemoryDiagnoser]
public class CallTurns
{
    private readonly string _description = WireText.Description;

    /// <summary>Offer, route, ringing, answer, talk, hang-up, recording closed, archived: seven turns.</summary>
    [Benchmark]
    public int WholeCall()
    {
        var call = new PlayedCall(_description, _description);
        call.Connect();
        call.End();
        return call.State.Archived ? call.State.Ledger.Count : 0;
    }
}
