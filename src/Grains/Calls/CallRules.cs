using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Grains.Calls;

/// <summary>Times that bound a call; section <c>Calls</c>.</summary>
public sealed class CallRules
{
    /// <summary>The section's key.</summary>
    public const string Section = "Calls";

    /// <summary>The longest that a call may last once it is answered. 1 minute to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan MaxLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A call that neither rings nor is answered ends after this time. 10 seconds to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan SetupTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long one of several trunk peers may stay silent before the next is tried. 1 to 60 seconds.</summary>
    /// <remarks>Longer than the post-dial delay of ordinary carriers; a peer that is known to be dead is not tried at all.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan PeerTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How long an ended call waits for the edge to store the last of its recording. 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RecordingTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a parked call waits for somebody who dials its slot; then whoever parked it is rung. 10 seconds to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ParkTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Days that recordings are kept when the tenant says nothing. 1 to 36,500.</summary>
    [Range(1, 36_500)]
    public int RetentionDays { get; set; } = 90;
}
