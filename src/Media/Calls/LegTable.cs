namespace RtcCluster.Media.Calls;

/// <summary>The legs of a call by their slots. Two are the rule; the table grows to the highest slot used, as every tick walks it.</summary>
internal sealed class LegTable(int maxLegs)
{
    private MediaLeg?[] _legs = new MediaLeg?[2];

    public MediaLeg? Find(LegSlot slot) => (uint)slot.Index < (uint)_legs.Length ? _legs[slot.Index] : null;

    public bool IsFree(LegSlot slot) => (uint)slot.Index < (uint)maxLegs && Find(slot) is null;

    public void Add(MediaLeg leg)
    {
        if (leg.Slot.Index >= _legs.Length)
        {
            Array.Resize(ref _legs, leg.Slot.Index + 1);
        }

        _legs[leg.Slot.Index] = leg;
    }

    public void Remove(LegSlot slot) => _legs[slot.Index] = null;

    public Enumerator GetEnumerator() => new(_legs);

    /// <summary>Walks the legs that are there; one may be removed meanwhile.</summary>
    public ref struct Enumerator(ReadOnlySpan<MediaLeg?> legs)
    {
        private readonly ReadOnlySpan<MediaLeg?> _legs = legs;
        private int _index = -1;

        public readonly MediaLeg Current => _legs[_index]!;

        public bool MoveNext()
        {
            while (++_index < _legs.Length)
            {
                if (_legs[_index] is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
