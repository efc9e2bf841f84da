namespace RtcCluster.Media.Mixing;

/// <summary>Who hears whom: a row of bits for each listener, bit n for member n. Nobody hears himself, whatever his row says.</summary>
public sealed class HearingMatrix
{
    private readonly uint[] _rows = new uint[Mixer.MaxMembers];

    /// <summary>Nobody hears anybody.</summary>
    public static HearingMatrix Nobody() => new();

    /// <summary>A conference: everybody hears everybody.</summary>
    public static HearingMatrix Everybody()
    {
        var matrix = new HearingMatrix();
        Array.Fill(matrix._rows, uint.MaxValue);
        return matrix;
    }

    /// <summary>A call of two with a supervisor.</summary>
    /// <param name="customer">The member who must not notice a whisper.</param>
    /// <param name="agent">The member who is supervised.</param>
    /// <param name="supervisor">The supervisor.</param>
    /// <param name="mode">What the supervisor does.</param>
    public static HearingMatrix Supervision(int customer, int agent, int supervisor, SupervisionMode mode)
    {
        var matrix = new HearingMatrix();
        var talks = mode is SupervisionMode.Barge or SupervisionMode.TakeOver;
        var agentIsIn = mode != SupervisionMode.TakeOver;
        matrix.Set(customer, agent, agentIsIn);
        matrix.Set(customer, supervisor, talks);
        matrix.Set(agent, customer, agentIsIn);
        matrix.Set(agent, supervisor, mode is SupervisionMode.Whisper or SupervisionMode.Barge);
        matrix.Set(supervisor, customer, true);
        matrix.Set(supervisor, agent, agentIsIn);
        return matrix;
    }

    /// <summary>Whom a listener hears.</summary>
    public uint Row(int listener) => _rows[listener];

    /// <summary>Says whether a listener hears a speaker.</summary>
    public void Set(int listener, int speaker, bool hears)
    {
        if (hears)
        {
            _rows[listener] |= 1u << speaker;
        }
        else
        {
            _rows[listener] &= ~(1u << speaker);
        }
    }
}
