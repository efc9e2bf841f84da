namespace RtcCluster.Sip.Messages;

/// <summary>Keeps used messages for the thread that gave them back, so that reading one allocates nothing.</summary>
internal static class SipMessagePool
{
    // A shard has few messages in hand at a time; those that transactions hold for longer are replaced as they come back.
    private const int Capacity = 64;

    [ThreadStatic]
    private static SipMessage[]? _free;

    [ThreadStatic]
    private static int _count;

    internal static SipMessage Rent()
    {
        if (_count == 0)
        {
            return new SipMessage();
        }

        var message = _free![--_count];
        _free[_count] = null!;
        return message;
    }

    /// <summary>False when the pool is full and the message is garbage.</summary>
    internal static bool TryReturn(SipMessage message)
    {
        _free ??= new SipMessage[Capacity];
        if (_count == Capacity)
        {
            return false;
        }

        _free[_count++] = message;
        return true;
    }
}
