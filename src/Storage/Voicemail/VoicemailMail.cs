namespace RtcCluster.Storage.Voicemail;

/// <summary>What became of a message's e-mail. Stored by name.</summary>
public enum VoicemailMail
{
    /// <summary>Nobody wants one.</summary>
    None,

    /// <summary>It is to be sent, or sent again.</summary>
    Waiting,

    /// <summary>The server has taken it.</summary>
    Sent,

    /// <summary>It was tried often enough, or the server will never take it.</summary>
    Dead,
}
