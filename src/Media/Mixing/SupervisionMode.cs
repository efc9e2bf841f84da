namespace RtcCluster.Media.Mixing;

/// <summary>What a supervisor does in somebody else's call.</summary>
public enum SupervisionMode
{
    /// <summary>Hears both, and nobody hears the supervisor.</summary>
    Listen,

    /// <summary>Hears both, and only the agent hears the supervisor.</summary>
    Whisper,

    /// <summary>All three hear each other.</summary>
    Barge,

    /// <summary>The supervisor talks with the customer in the agent's place; the agent hears nothing and is not heard.</summary>
    TakeOver,
}
