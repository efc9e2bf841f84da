namespace RtcCluster.Load.Runner.Lab.Privacy;

/// <summary>What a run came to.</summary>
internal sealed record PrivacyReport
{
    /// <summary>What was done.</summary>
    public required PrivacyOptions Options { get; init; }

    /// <summary>Things that were kept.</summary>
    public required int Things { get; init; }

    /// <summary>Of them expired at the end.</summary>
    public required int Expired { get; init; }

    /// <summary>Looks at an expired thing, in the live stores, after each sweep that was checked.</summary>
    public required int ExpiredLooks { get; init; }

    /// <summary>Of these looks those that found something.</summary>
    public required int ExpiredReadable { get; init; }

    /// <summary>The same in restored backups.</summary>
    public required int RestoredLooks { get; init; }

    /// <summary>Of these looks those that found something.</summary>
    public required int RestoredReadable { get; init; }

    /// <summary>Backups that were restored.</summary>
    public required int Restored { get; init; }

    /// <summary>Looks at a thing that a case holds.</summary>
    public required int HeldLooks { get; init; }

    /// <summary>Of these looks those that found all of it.</summary>
    public required int HeldReadable { get; init; }

    /// <summary>Things that were neither expired nor held and could not be read.</summary>
    public required int LostTooEarly { get; init; }

    /// <summary>Bundles.</summary>
    public required int Bundles { get; init; }

    /// <summary>Of them those that verify.</summary>
    public required int BundlesGood { get; init; }

    /// <summary>Times that a bundle was opened.</summary>
    public required int Accesses { get; init; }

    /// <summary>Rows of the audit trail about it.</summary>
    public required int AuditRows { get; init; }

    /// <summary>Whether everything is as it is promised, and there was something of each.</summary>
    public bool IsGood => ExpiredReadable == 0 && RestoredReadable == 0 && HeldReadable == HeldLooks && LostTooEarly == 0 && BundlesGood == Bundles && AuditRows == Accesses
        && Expired > 0 && HeldLooks > 0 && Restored > 0 && Bundles > 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(IsGood ? "PASS" : "FAIL")} privacy: {Options.Users} users, {Options.Days} virtual days, {Things} things, {Expired} expired; expired readable {ExpiredReadable} of {ExpiredLooks} looks, "
        + $"in {Restored} restored backups {RestoredReadable} of {RestoredLooks}; held readable {HeldReadable} of {HeldLooks}; lost too early {LostTooEarly}; bundles {BundlesGood} of {Bundles} verify; "
        + $"audit rows {AuditRows} for {Accesses} accesses; seed {Options.Seed}";
}
