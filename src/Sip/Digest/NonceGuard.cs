namespace RtcCluster.Sip.Digest;

/// <summary>Remembers which nonce counts were used, for the nonces that someone proved to know the secret with. Bounded.</summary>
/// <remarks>A window of 64 counts allows for requests that overtake each other over UDP; each count is still good for one request only.</remarks>
internal sealed class NonceGuard(int capacity)
{
    private const int Window = 64;
    private readonly Dictionary<ulong, Used> _used = [];
    private readonly Queue<(ulong Id, long IssuedAt)> _order = [];

    /// <summary>How many nonces are remembered.</summary>
    public int Count => _used.Count;

    /// <summary>Nonces issued up to here may have been forgotten: unless remembered, they are stale.</summary>
    public long ForgottenUntil { get; private set; } = long.MinValue;

    /// <summary>Whether the nonce is remembered.</summary>
    public bool Knows(ulong id) => _used.ContainsKey(id);

    /// <summary>Uses a count; false when it was used before or is too old to tell.</summary>
    public bool TryUse(ulong id, long issuedAt, uint count)
    {
        if (!_used.TryGetValue(id, out var used))
        {
            if (_used.Count >= capacity)
            {
                Forget();
            }

            _used.Add(id, new Used(count, 1));
            _order.Enqueue((id, issuedAt));
            return true;
        }

        if (count > used.Highest)
        {
            var shift = count - used.Highest;
            _used[id] = new Used(count, shift >= Window ? 1 : (used.Bits << (int)shift) | 1);
            return true;
        }

        var age = used.Highest - count;
        if (age >= Window || (used.Bits & (1UL << (int)age)) != 0)
        {
            return false;
        }

        _used[id] = used with { Bits = used.Bits | (1UL << (int)age) };
        return true;
    }

    /// <summary>Drops what was issued before <paramref name="oldest"/>: such nonces are expired anyway.</summary>
    public void DropOlder(long oldest)
    {
        while (_order.TryPeek(out var entry) && entry.IssuedAt < oldest)
        {
            _order.Dequeue();
            _used.Remove(entry.Id);
        }
    }

    private void Forget()
    {
        var (id, issuedAt) = _order.Dequeue();
        _used.Remove(id);
        ForgottenUntil = Math.Max(ForgottenUntil, issuedAt);
    }

    private readonly record struct Used(uint Highest, ulong Bits);
}
