namespace RtcCluster.Storage.Directory;

/// <summary>A tenant's decisions; stored as one JSON text, so that a new one needs no migration.</summary>
public sealed record TenantSettings
{
    /// <summary>Days that a recording is kept; every recording gets its date from this when it begins.</summary>
    public int RecordingRetentionDays { get; init; } = 90;

    /// <summary>Name of the plan that the company has bought, as the operator calls it; empty: none.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Since when the company has had a plan without a break: calls that ended before are on no invoice. Null: it has none, or has had it since before this was kept.</summary>
    public DateTimeOffset? PlanSince { get; init; }

    /// <summary>The plans that it had before, the earliest first: the month in which one ended is still invoiced.</summary>
    public IReadOnlyList<PlanPeriod> PlansBefore { get; init; } = [];

    /// <summary>When the company first had a plan: from that month on the schedule makes its invoices. Null: it never had one, or had its first before this was kept.</summary>
    public DateTimeOffset? BilledSince { get; init; }

    /// <summary>That the company's service is, or will be, suspended; null: it is not.</summary>
    public Subscriptions.Suspension? Suspension { get; init; }

    /// <summary>IANA time zone of its schedules and reports.</summary>
    public string TimeZone { get; init; } = "America/Bogota";

    /// <summary>E.164 prefixes (with their plus sign) that the tenant's users may call out to; empty allows every destination that is not blocked.</summary>
    public IReadOnlyList<string> AllowedDestinations { get; init; } = [];

    /// <summary>Whether agents are shown that a supervisor listens to their call.</summary>
    public bool ShowsListening { get; init; }

    /// <summary>Whether agents are shown that a supervisor whispers to them or talks in their call.</summary>
    public bool ShowsWhispering { get; init; } = true;

    /// <summary>The settings with another plan, or none (empty). What was used under one plan is owed under the next: a change begins nothing anew.</summary>
    /// <param name="plan">The plan's name.</param>
    /// <param name="now">The time.</param>
    public TenantSettings Having(string plan, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        // One that is taken back at the very moment was none.
        var ends = plan.Length == 0 && Plan.Length > 0 && PlanSince != now;
        // Who had a plan before that was kept is no new customer when another begins.
        var isFirst = plan.Length > 0 && Plan.Length == 0 && PlansBefore.Count == 0;
        return this with
        {
            Plan = plan,
            PlanSince = plan.Length == 0 ? null : Plan.Length == 0 ? now : PlanSince,
            PlansBefore = ends ? [.. PlansBefore, new PlanPeriod(Plan, PlanSince, now)] : PlansBefore,
            BilledSince = isFirst ? now : BilledSince,
        };
    }
}

/// <summary>A time during which a company had a plan.</summary>
/// <param name="Plan">The name of the plan that it had last.</param>
/// <param name="Since">When it began; null: before that was kept.</param>
/// <param name="Until">When it ended.</param>
public sealed record PlanPeriod(string Plan, DateTimeOffset? Since, DateTimeOffset Until);
