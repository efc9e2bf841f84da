using System.Globalization;

namespace RtcCluster.Grains.Ledgers;

/// <summary>What a verification of the history came to.</summary>
/// <param name="Calls">Calls that were read.</param>
/// <param name="Events">Their events.</param>
/// <param name="Missing">Faults of the kind <see cref="LedgerFaultKind.Missing"/>.</param>
/// <param name="Duplicates">Of the kind <see cref="LedgerFaultKind.Duplicate"/>.</param>
/// <param name="Gaps">Of the kind <see cref="LedgerFaultKind.Gap"/>.</param>
/// <param name="Unfinished">Of the kind <see cref="LedgerFaultKind.Unfinished"/>.</param>
/// <param name="Differing">Of the kind <see cref="LedgerFaultKind.Differing"/>.</param>
public sealed record LedgerVerdict(long Calls, long Events, int Missing, int Duplicates, int Gaps, int Unfinished, int Differing)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsClean => Missing + Duplicates + Gaps + Unfinished + Differing == 0;

    /// <summary>The verdict in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsClean ? "VERIFIED" : "NOT VERIFIED")}: {Calls} calls, {Events} events, missing={Missing} duplicate={Duplicates} gaps={Gaps} unfinished={Unfinished} differing={Differing}");
}
