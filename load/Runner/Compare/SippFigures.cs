using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>What became of a run of SIPp.</summary>
/// <param name="Calls">Calls, or registrations, that were due.</param>
/// <param name="Rate">So many each second.</param>
/// <param name="Good">Those that went as the scenario has it.</param>
/// <param name="Retransmissions">What SIPp said again.</param>
/// <param name="IsKept">Whether all were begun when they were due.</param>
/// <param name="Use">What they cost.</param>
/// <param name="Times">By the number of the scenario's clock.</param>
internal sealed record SippFigures(int Calls, double Rate, int Good, int Retransmissions, bool IsKept, Use Use, IReadOnlyDictionary<string, Latency> Times)
{
    private const double Clean = 0.999;

    /// <summary>Whether nearly all went well, and the generator kept up.</summary>
    public bool IsClean => IsKept && Good >= Calls * Clean;

    /// <summary>Processor seconds of the server for each thousand.</summary>
    public double PerThousand => Good == 0 ? double.NaN : Use.Server * 1_000 / Good;

    /// <summary>A time of the scenario; zeroes when there is none.</summary>
    public Latency Time(string number) => Times.TryGetValue(number, out var found) ? found : new Latency(0, 0, 0, 0);
}
