using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Workbench.Evaluation.Studies;

/// <summary>
/// A study in one SQLite file: protocol, pictures, participants and their answers. Each answer is on the disk before it is confirmed, and
/// is written into the row that its trial had from the start, so that nothing can be counted twice and nothing confirmed is lost. Several
/// threads and processes may use a file at once.
/// </summary>
public sealed class StudyFile : IDisposable
{
    private const int ApplicationId = 0x57425354; // "WBST"
    private const int FormatVersion = 1;
    private const string Check = "?"; // the source of jumbled pictures; no method is called so

    // An unfinished session that rested for so long makes room for another of its method.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly TimeProvider clock;

    private StudyFile(string path, SqliteConnection connection, TimeProvider clock)
    {
        (Path, this.connection, this.clock) = (path, connection, clock);
        using SqliteCommand command = Command("SELECT protocol, digest, bytes FROM study");
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        Protocol = JsonSerializer.Deserialize<StudyProtocol>(row.GetString(0))!;
        Digest = row.GetString(1);
        PictureBytes = row.GetInt32(2);
        Methods = [.. Rows("SELECT name FROM methods ORDER BY rowid", r => r.GetString(0))];
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>What participants go through.</summary>
    public StudyProtocol Protocol { get; }

    /// <summary>See <see cref="StudyPictures.Digest"/>.</summary>
    public string Digest { get; }

    /// <summary>How many bytes every picture is sent as: the smaller ones are filled up, so that the length tells nothing.</summary>
    public int PictureBytes { get; }

    /// <summary>The methods under study.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>How many have joined.</summary>
    public int Participants => Number("SELECT COUNT(*) FROM participants");

    /// <summary>How many have answered everything.</summary>
    public int Finished => Number("SELECT COUNT(*) FROM participants p WHERE NOT EXISTS (SELECT 1 FROM trials t WHERE t.participant = p.number AND t.answer IS NULL)");

    /// <summary>How many invitations nobody has followed yet.</summary>
    public int OpenInvitations => Number("SELECT COUNT(*) FROM invitations i WHERE NOT EXISTS (SELECT 1 FROM participants p WHERE p.token = i.token)");

    /// <summary>Whether there is a study at a path: a file that another end left without one is none.</summary>
    /// <param name="path">A file, which need not exist.</param>
    /// <returns>True for a study of any format.</returns>
    /// <exception cref="StudyException">The file holds something else.</exception>
    public static bool Exists(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return false;
        }

        using SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWrite);
        return Number(connection, "PRAGMA application_id") == ApplicationId
            || (Number(connection, "SELECT COUNT(*) FROM sqlite_master") == 0 ? false : throw new StudyException($"{path} is a database, but not of a study."));
    }

    /// <summary>Makes a study. Its pictures are kept in it, so that it goes on without their folders; it exists wholly or not at all.</summary>
    /// <param name="path">The file; it must not hold a study.</param>
    /// <param name="protocol">What participants go through.</param>
    /// <param name="pictures">What they see.</param>
    /// <param name="progress">Told how many pictures are ready, of how many.</param>
    /// <param name="clock">The time; the system's by default.</param>
    /// <param name="stop">Gives up; nothing is left behind.</param>
    /// <returns>The study, open.</returns>
    /// <exception cref="StudyException">The file cannot be written, or holds a study already.</exception>
    public static StudyFile Create(
        string path, StudyProtocol protocol, StudyPictures pictures, Action<int, int>? progress = null, TimeProvider? clock = null, CancellationToken stop = default)
    {
        protocol.Checked();
        if (pictures.Fakes.ContainsKey(Check))
        {
            throw new StudyException($"A method cannot be called {Check}.");
        }

        if (Exists(path))
        {
            throw new StudyException($"{path} holds a study already.");
        }

        SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            using SqliteTransaction transaction = connection.BeginTransaction();
            Execute(connection, Schema);
            int most = AddPictures(connection, protocol, pictures, progress, stop);
            Execute(
                connection, "INSERT INTO study VALUES ($protocol, $digest, $bytes, $created)", ("$protocol", JsonSerializer.Serialize(protocol)), ("$digest", pictures.Digest()), ("$bytes", most), ("$created", Now(clock ?? TimeProvider.System)));
            Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {FormatVersion}");
            transaction.Commit();
            return new(path, connection, clock ?? TimeProvider.System);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new StudyException($"{path} cannot be written: {error.Message.TrimEnd('.')}.", error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a study.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="clock">The time; the system's by default.</param>
    /// <returns>The study.</returns>
    /// <exception cref="StudyException">There is none, or of a format that this version does not know.</exception>
    public static StudyFile Open(string path, TimeProvider? clock = null)
    {
        if (!Exists(path))
        {
            throw new StudyException(File.Exists(path) ? $"{path} holds no study." : $"{path}: there is no such file.");
        }

        SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            int version = Number(connection, "PRAGMA user_version");
            if (version != FormatVersion)
            {
                throw new StudyException($"{path} is a study of format {version}; this version reads format {FormatVersion}.");
            }

            Execute(connection, "PRAGMA synchronous = FULL");
            return new(path, connection, clock ?? TimeProvider.System);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes invitations, each for one participant.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Their secret names.</returns>
    public IReadOnlyList<string> Invite(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        string[] tokens = [.. Enumerable.Range(0, count).Select(_ => Token())];
        return Whole(() =>
        {
            foreach (string token in tokens)
            {
                Execute("INSERT INTO invitations VALUES ($token, $now)", ("$token", token), ("$now", Now(clock)));
            }

            return tokens;
        });
    }

    /// <summary>Takes in a participant: the method with the fewest so far, and all trials drawn at once.</summary>
    /// <returns>The participant's secret name, needed for everything else.</returns>
    public string Join() => Whole(() => Add(Token()));

    /// <summary>Takes in an invited participant, or finds one who came with this invitation before.</summary>
    /// <param name="invitation">One of <see cref="Invite"/>.</param>
    /// <returns>The participant's secret name, or null where there is no such invitation.</returns>
    public string? Join(string invitation) => Whole(() =>
        Number("SELECT COUNT(*) FROM participants WHERE token = $token", ("$token", invitation)) > 0 ? invitation
        : Number("SELECT COUNT(*) FROM invitations WHERE token = $token", ("$token", invitation)) > 0 ? Add(invitation)
        : null);

    /// <summary>Where a participant stands.</summary>
    /// <param name="participant">The secret name.</param>
    /// <returns>The state, or null where there is no such participant.</returns>
    public StudyState? State(string participant)
    {
        lock (gate)
        {
            using SqliteCommand command = Command(
                "SELECT t.number, t.kind, t.left, t.right, t.answer FROM trials t JOIN participants p ON p.number = t.participant WHERE p.token = $token ORDER BY t.number", ("$token", participant));
            using SqliteDataReader row = command.ExecuteReader();
            int answered = 0;
            for (; row.Read(); answered++)
            {
                if (row.IsDBNull(4))
                {
                    return new(new(row.GetInt32(0), row.GetInt32(1) == (int)TrialKind.Practice, row.GetString(2), row.GetString(3)), answered, Protocol);
                }
            }

            return answered > 0 ? new(null, answered, Protocol) : null;
        }
    }

    /// <summary>Keeps an answer if it is the one whose turn it is. Asked again with the same answer, it says the same and changes nothing.</summary>
    /// <param name="participant">The secret name.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>What became of it, or null where there is no such participant.</returns>
    /// <exception cref="ArgumentException">A time that is negative or no number.</exception>
    public AnswerOutcome? Answer(string participant, StudyAnswer answer)
    {
        if (!Enum.IsDefined(answer.Fake) || !(Sound(answer.ResponseMs) && Sound(answer.LeftMs) && Sound(answer.RightMs)))
        {
            throw new ArgumentException("An answer is a side and three times in milliseconds, none of them negative.", nameof(answer));
        }

        return Whole(() =>
        {
            if (State(participant) is not { } state)
            {
                return null;
            }

            if (state.Next is { } next && answer.Trial == next.Number)
            {
                Execute(
                    """
                    UPDATE trials SET answer = $side, response_ms = $response, left_ms = $left, right_ms = $right, answered = $now
                    WHERE participant = (SELECT number FROM participants WHERE token = $token) AND number = $number AND answer IS NULL
                    """,
                    ("$side", (int)answer.Fake), ("$response", answer.ResponseMs), ("$left", answer.LeftMs), ("$right", answer.RightMs), ("$now", Now(clock)), ("$token", participant), ("$number", answer.Trial));
                Execute("UPDATE participants SET seen = $now WHERE token = $token", ("$now", Now(clock)), ("$token", participant));
                return Outcome(participant, answer, AnswerFate.Kept);
            }

            return answer.Trial >= 1 && answer.Trial <= state.Answered ? Outcome(participant, answer, null) : new(AnswerFate.OutOfOrder, null);
        });
    }

    /// <summary>A picture of the participant's open trial. That it was sent is noted.</summary>
    /// <param name="participant">The secret name.</param>
    /// <param name="picture">The picture's opaque name.</param>
    /// <returns>A PNG of <see cref="PictureBytes"/> bytes, or null where it is not this participant's turn to see such a picture.</returns>
    public byte[]? Picture(string participant, string picture) => Whole(() =>
    {
        if (State(participant)?.Next is not { } open || (picture != open.Left && picture != open.Right))
        {
            return null;
        }

        using SqliteCommand command = Command(
            """
            SELECT p.png FROM trials t JOIN pictures p ON p.number = CASE WHEN (t.left = $name) = (t.fake_side = 0) THEN t.fake ELSE t.real END
            WHERE t.left = $name OR t.right = $name
            """,
            ("$name", picture));
        byte[] png = (byte[])command.ExecuteScalar()!;
        Execute(
            "UPDATE trials SET left_sent = left_sent + (left = $name), right_sent = right_sent + (right = $name) WHERE left = $name OR right = $name", ("$name", picture));
        Array.Resize(ref png, PictureBytes); // what follows a PNG's end is ignored
        return png;
    });

    /// <summary>Every trial of every participant.</summary>
    /// <returns>The trials, by participant and number.</returns>
    public IReadOnlyList<StudyRecord> Records() => Rows(
        """
        SELECT t.participant, p.method, t.number, t.kind, r.name, f.name, t.fake_side, t.answer, t.response_ms, t.left_ms, t.right_ms, MAX(t.left_sent, t.right_sent)
        FROM trials t JOIN participants p ON p.number = t.participant JOIN pictures r ON r.number = t.real JOIN pictures f ON f.number = t.fake
        ORDER BY t.participant, t.number
        """,
        row => new StudyRecord(
            row.GetInt32(0),
            row.GetString(1),
            new(row.GetInt32(2), (TrialKind)row.GetInt32(3), row.GetString(4), row.GetString(5), (Side)row.GetInt32(6)),
            row.IsDBNull(7) ? null : new(row.GetInt32(2), (Side)row.GetInt32(7), row.GetDouble(8), row.GetDouble(9), row.GetDouble(10)),
            row.GetInt32(11)));

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private const string Schema =
        """
        CREATE TABLE study (protocol TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL, created TEXT NOT NULL);
        CREATE TABLE methods (name TEXT PRIMARY KEY);
        CREATE TABLE pictures (number INTEGER PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, png BLOB NOT NULL, UNIQUE (source, name));
        CREATE TABLE invitations (token TEXT PRIMARY KEY, created TEXT NOT NULL);
        CREATE TABLE participants (number INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, method TEXT NOT NULL REFERENCES methods, joined TEXT NOT NULL, seen TEXT NOT NULL);
        CREATE TABLE trials (
          participant INTEGER NOT NULL REFERENCES participants, number INTEGER NOT NULL, kind INTEGER NOT NULL,
          real INTEGER NOT NULL REFERENCES pictures, fake INTEGER NOT NULL REFERENCES pictures, fake_side INTEGER NOT NULL,
          left TEXT NOT NULL UNIQUE, right TEXT NOT NULL UNIQUE, left_sent INTEGER NOT NULL DEFAULT 0, right_sent INTEGER NOT NULL DEFAULT 0,
          answer INTEGER, response_ms REAL, left_ms REAL, right_ms REAL, answered TEXT,
          PRIMARY KEY (participant, number)) WITHOUT ROWID;
        """;

    private static int AddPictures(SqliteConnection connection, StudyProtocol protocol, StudyPictures pictures, Action<int, int>? progress, CancellationToken stop)
    {
        List<(string Source, string Name, string File)> shown =
        [
            .. pictures.Real.Files.Select(file => ("", file.Key, file.Value)),
            .. pictures.Real.Files.Where(_ => protocol.Checks > 0).Select(file => (Check, file.Key, file.Value)),
            .. pictures.Fakes.SelectMany(method => method.Value.Files.Select(file => (method.Key, file.Key, file.Value))),
        ];
        foreach (string method in pictures.Fakes.Keys)
        {
            Execute(connection, "INSERT INTO methods VALUES ($name)", ("$name", method));
        }

        int most = 0;
        for (int i = 0; i < shown.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            byte[] png = shown[i].Source == Check ? StudyPictures.PrepareJumbled(shown[i].File, protocol.PictureSize) : StudyPictures.Prepare(shown[i].File, protocol.PictureSize);
            Execute(
                connection, "INSERT INTO pictures (source, name, png) VALUES ($source, $name, $png)", ("$source", shown[i].Source), ("$name", shown[i].Name), ("$png", png));
            most = Math.Max(most, png.Length);
            progress?.Invoke(i + 1, shown.Count);
        }

        return most;
    }

    private string Add(string token)
    {
        int number = Number("SELECT COUNT(*) FROM participants") + 1;
        string method = NextMethod(number);
        Dictionary<(string Source, string Name), long> pictures = Rows("SELECT source, name, number FROM pictures WHERE source IN ('', $method, $check)", row => (Key: (row.GetString(0), row.GetString(1)), Number: row.GetInt64(2)), ("$method", method), ("$check", Check))
            .ToDictionary(row => row.Key, row => row.Number);
        string[] Names(string source) => [.. pictures.Keys.Where(key => key.Source == source).Select(key => key.Name).Order(StringComparer.Ordinal)];

        Execute("INSERT INTO participants VALUES ($number, $token, $method, $now, $now)", ("$number", number), ("$token", token), ("$method", method), ("$now", Now(clock)));
        foreach (PlannedTrial trial in TrialPlan.For(Protocol, Names(""), Names(method), number))
        {
            Execute(
                "INSERT INTO trials (participant, number, kind, real, fake, fake_side, left, right) VALUES ($participant, $number, $kind, $real, $fake, $side, $left, $right)",
                ("$participant", number), ("$number", trial.Number), ("$kind", (int)trial.Kind),
                ("$real", pictures[("", trial.Real)]), ("$fake", pictures[(trial.Kind == TrialKind.Check ? Check : method, trial.Fake)]), ("$side", (int)trial.FakeSide),
                ("$left", Token()), ("$right", Token()));
        }

        return token;
    }

    /// <summary>A method with the fewest participants who finished or may still finish; chance decides between equals.</summary>
    private string NextMethod(int participant)
    {
        Dictionary<string, int> taken = Rows(
            """
            SELECT method, COUNT(*) FROM participants p
            WHERE seen > $since OR NOT EXISTS (SELECT 1 FROM trials t WHERE t.participant = p.number AND t.answer IS NULL) GROUP BY method
            """,
            row => (Method: row.GetString(0), Count: row.GetInt32(1)),
            ("$since", Text(clock.GetUtcNow() - Patience))).ToDictionary(row => row.Method, row => row.Count);
        int fewest = Methods.Min(method => taken.GetValueOrDefault(method));
        string[] open = [.. Methods.Where(method => taken.GetValueOrDefault(method) == fewest)];
        return open[new Random(unchecked((Protocol.Seed * 7_368_787) + participant)).Next(open.Length)];
    }

    private AnswerOutcome Outcome(string participant, StudyAnswer answer, AnswerFate? fate)
    {
        (TrialKind kind, Side truth, Side kept) = Rows(
            "SELECT kind, fake_side, answer FROM trials WHERE participant = (SELECT number FROM participants WHERE token = $token) AND number = $number",
            row => ((TrialKind)row.GetInt32(0), (Side)row.GetInt32(1), (Side)row.GetInt32(2)),
            ("$token", participant), ("$number", answer.Trial))[0];
        return new(fate ?? (kept == answer.Fake ? AnswerFate.Repeated : AnswerFate.Contradicted), kind == TrialKind.Practice ? kept == truth : null);
    }

    /// <summary>Does something wholly or not at all, alone.</summary>
    private T Whole<T>(Func<T> work)
    {
        lock (gate)
        {
            Execute("BEGIN IMMEDIATE");
            try
            {
                T result = work();
                Execute("COMMIT");
                return result;
            }
            catch
            {
                Execute("ROLLBACK");
                throw;
            }
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Number(connection, "SELECT COUNT(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new StudyException(
                error.SqliteErrorCode == 26 ? $"{path} is not a study: it is no SQLite file." : $"{path} cannot be opened: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static bool Sound(double milliseconds) => double.IsFinite(milliseconds) && milliseconds >= 0;

    private static string Now(TimeProvider clock) => Text(clock.GetUtcNow());

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private int Number(string sql, params (string Name, object Value)[] parameters)
    {
        lock (gate)
        {
            return Number(connection, sql, parameters);
        }
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        lock (gate)
        {
            using SqliteCommand command = Command(sql, parameters);
            using SqliteDataReader reader = command.ExecuteReader();
            List<T> rows = [];
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    private void Execute(string sql, params (string Name, object Value)[] parameters) => Execute(connection, sql, parameters);

    private SqliteCommand Command(string sql, params (string Name, object Value)[] parameters) => Command(connection, sql, parameters);

    private static int Number(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    // Text is written in this file alone; values go in as parameters.
    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
