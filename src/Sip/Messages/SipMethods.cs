namespace RtcCluster.Sip.Messages;

/// <summary>The spelling of each <see cref="SipMethod"/>.</summary>
public static class SipMethods
{
    /// <summary>The method of a token; <see cref="SipMethod.Unknown"/> when it is not one of ours.</summary>
    public static SipMethod Read(ReadOnlySpan<byte> token) => token.Length switch
    {
        3 => token.SequenceEqual("ACK"u8) ? SipMethod.Ack : token.SequenceEqual("BYE"u8) ? SipMethod.Bye : SipMethod.Unknown,
        4 => token.SequenceEqual("INFO"u8) ? SipMethod.Info : SipMethod.Unknown,
        5 => token.SequenceEqual("PRACK"u8) ? SipMethod.Prack : token.SequenceEqual("REFER"u8) ? SipMethod.Refer : SipMethod.Unknown,
        6 => token[0] switch
        {
            (byte)'I' => token.SequenceEqual("INVITE"u8) ? SipMethod.Invite : SipMethod.Unknown,
            (byte)'C' => token.SequenceEqual("CANCEL"u8) ? SipMethod.Cancel : SipMethod.Unknown,
            (byte)'U' => token.SequenceEqual("UPDATE"u8) ? SipMethod.Update : SipMethod.Unknown,
            (byte)'N' => token.SequenceEqual("NOTIFY"u8) ? SipMethod.Notify : SipMethod.Unknown,
            _ => SipMethod.Unknown,
        },
        7 => token[0] switch
        {
            (byte)'O' => token.SequenceEqual("OPTIONS"u8) ? SipMethod.Options : SipMethod.Unknown,
            (byte)'M' => token.SequenceEqual("MESSAGE"u8) ? SipMethod.Message : SipMethod.Unknown,
            (byte)'P' => token.SequenceEqual("PUBLISH"u8) ? SipMethod.Publish : SipMethod.Unknown,
            _ => SipMethod.Unknown,
        },
        8 => token.SequenceEqual("REGISTER"u8) ? SipMethod.Register : SipMethod.Unknown,
        9 => token.SequenceEqual("SUBSCRIBE"u8) ? SipMethod.Subscribe : SipMethod.Unknown,
        _ => SipMethod.Unknown,
    };

    /// <summary>The method as it is written; empty for <see cref="SipMethod.Unknown"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(SipMethod method) => method switch
    {
        SipMethod.Invite => "INVITE"u8,
        SipMethod.Ack => "ACK"u8,
        SipMethod.Bye => "BYE"u8,
        SipMethod.Cancel => "CANCEL"u8,
        SipMethod.Options => "OPTIONS"u8,
        SipMethod.Register => "REGISTER"u8,
        SipMethod.Prack => "PRACK"u8,
        SipMethod.Update => "UPDATE"u8,
        SipMethod.Info => "INFO"u8,
        SipMethod.Refer => "REFER"u8,
        SipMethod.Notify => "NOTIFY"u8,
        SipMethod.Subscribe => "SUBSCRIBE"u8,
        SipMethod.Message => "MESSAGE"u8,
        SipMethod.Publish => "PUBLISH"u8,
        _ => [],
    };
}
