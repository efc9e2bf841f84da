namespace RtcCluster.Sip.Dialogs;

/// <summary>What was agreed about the life of a session. RFC 4028 §4.</summary>
/// <param name="Interval">Session interval; zero when the session does not expire.</param>
/// <param name="Refresher">Who refreshes.</param>
public readonly record struct SessionTerms(TimeSpan Interval, Refresher Refresher)
{
    /// <summary>A session that does not expire.</summary>
    public static SessionTerms Endless => default;
}
