using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Retention;

/// <summary>Things of the stores as a policy looks at them.</summary>
public static class Keeping
{
    /// <summary>A message of a voicemail box.</summary>
    public static Kept Of(VoicemailMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new Kept(RetentionKind.Voicemail, message.At, message.RetainUntil, message.CallId, [message.OwnerId], [], [message.FromNumber]);
    }

    /// <summary>A fax.</summary>
    public static Kept Of(FaxMessage fax)
    {
        ArgumentNullException.ThrowIfNull(fax);
        return new Kept(RetentionKind.Fax, fax.At, fax.RetainUntil, fax.CallId, [fax.OwnerId], [], [fax.Number]);
    }
}
