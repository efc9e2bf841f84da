namespace RtcCluster.Storage.Reports;

/// <summary>How long the intervals of a report are.</summary>
public enum ReportInterval
{
    /// <summary>15 minutes.</summary>
    QuarterHour,

    /// <summary>30 minutes.</summary>
    HalfHour,

    /// <summary>60 minutes.</summary>
    Hour,

    /// <summary>A day of the time zone: 23 or 25 hours long when its clocks change.</summary>
    Day,
}
