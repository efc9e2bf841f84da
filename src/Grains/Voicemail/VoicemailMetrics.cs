using System.Diagnostics.Metrics;

namespace RtcCluster.Grains.Voicemail;

/// <summary>Counters of voicemail boxes.</summary>
public sealed class VoicemailMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "RtcCluster.Voicemail";

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    public VoicemailMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        MailsGivenUp = meters.Create(MeterName).CreateCounter<long>("rtc.voicemail.mails.given_up", "{mail}", "E-mails with voicemail messages that are not tried again.");
    }

    internal Counter<long> MailsGivenUp { get; }
}
