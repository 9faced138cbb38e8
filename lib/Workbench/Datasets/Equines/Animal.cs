using SkiaSharp;
using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.Equines;

/// <summary>
/// A horse or a zebra from the side, in a pose by chance. The unit is its height at the withers; (0, 0) is on the ground below its middle,
/// and it heads right.
/// </summary>
internal sealed class Animal
{
    private readonly bool left;
    private readonly float turned;
    private readonly float build;
    private readonly float neckAngle;
    private readonly float headAngle;
    private readonly float tail;
    private readonly SKPoint[] feet;
    private readonly Coat plain;
    private readonly bool blaze;
    private readonly bool socks;
    private readonly float pitch;
    private readonly ItemRandom jitter;

    /// <summary>An animal at a place of the picture.</summary>
    public Animal(Painter p, float x, float height)
    {
        Height = height;
        (left, turned, build) = (p.Chance(0.5f), p.Uniform(0.86f, 1.02f), p.Uniform(0.94f, 1.08f));
        float mood = p.Uniform(0, 1);
        float t = p.Uniform(0, 1);
        (neckAngle, headAngle) = mood switch
        {
            < 0.5f => (0.72f + (0.4f * t), 0.85f - (0.2f * t)),
            < 0.68f => (0.2f + (0.4f * t), 0.75f - (0.2f * t)),
            _ => (-0.78f - (0.16f * t), 1.25f),
        };

        // A picture may cut a tail off, but not a head.
        float reach = height * turned * (Poll.X + 0.4f);
        X = left ? Math.Max(x, reach) : Math.Min(x, 1 - reach);
        feet = Feet(p, grazing: mood >= 0.68f);
        tail = p.Uniform(-0.1f, 0.2f);
        plain = p.Pick(Coat.Plain);
        (blaze, socks) = (p.Chance(0.4f), p.Chance(0.35f));
        pitch = p.Uniform(0.074f, 0.096f);
        jitter = p.Fork();
    }

    /// <summary>Where its middle is.</summary>
    public float X { get; }

    /// <summary>How high the withers are.</summary>
    public float Height { get; }

    private SKPoint Poll => new(0.31f + (0.62f * MathF.Cos(neckAngle)), -0.85f - (0.62f * MathF.Sin(neckAngle)));

    // A lowered neck draws the withers down with it.
    private float Withers => neckAngle > 0 ? -0.99f : -0.955f;

    /// <summary>The shadow on the ground.</summary>
    public void Shadow(Painter p, float foot) => p.Soft(new(16, 20, 14, 150), X + (Height * 0.12f), foot - (Height * 0.01f), Height * 0.85f, Height * 0.1f);

    /// <summary>The animal, in its plain or its striped coat.</summary>
    public void Paint(Painter p, float foot, bool striped)
    {
        Coat coat = striped ? Coat.Striped : plain;
        ItemRandom random = jitter;
        p.Enter(X, foot, Height * turned * (left ? -1 : 1), Height);
        SKPoint poll = Poll;
        using SKShader hide = Hide(coat.Body, 1);
        using SKShader farHide = Hide(coat.Body, 0.62f);

        Leg(p, coat, farHide, feet[2], hind: true, near: false, striped);
        Leg(p, coat, farHide, feet[3], hind: false, near: false, striped);
        Tail(p, coat, striped);
        using SKPath trunk = Curves.Closed(
            new(0.26f, Withers),
            new(0.12f, -0.955f),
            new(-0.1f, -0.935f),
            new(-0.32f, -0.975f),
            new(-0.46f, -0.92f),
            new(-0.53f, -0.76f),
            new(-0.47f, -0.58f),
            new(-0.28f, -0.56f + (0.02f * build)),
            new(-0.02f, -0.5f * (2 - build)),
            new(0.22f, -0.5f * (2 - build)),
            new(0.37f, -0.55f),
            new(0.45f, -0.7f),
            new(0.4f, -0.88f));
        p.Fill(hide, trunk);
        p.Clip(trunk);
        if (striped)
        {
            Barrel(p, ref random);
        }

        Muscles(p, striped ? (byte)60 : (byte)95);
        p.Unclip();
        using SKPath neck = Neck(poll);
        p.Fill(hide, neck);
        p.Clip(neck);
        if (striped)
        {
            Along(p, ref random, new(0.33f, -0.85f), poll, pitch, 0.24f, 0.34f);
        }

        SKPoint down = Aside(poll);
        p.Glaze(SKColors.Black.WithAlpha(60), new(0.5f, -0.6f), new(0.4f, -0.86f), new(poll.X + (down.X * 0.02f), poll.Y + (down.Y * 0.02f)), new(poll.X + (down.X * 0.2f), poll.Y + (down.Y * 0.2f)));
        p.Unclip();
        Leg(p, coat, hide, feet[0], hind: true, near: true, striped);
        Leg(p, coat, hide, feet[1], hind: false, near: true, striped);
        Mane(p, coat, poll, striped, ref random);
        Head(p, coat, hide, poll, striped, ref random);
        p.Return();
    }

    private static SKPoint[] Feet(Painter p, bool grazing)
    {
        float gait = p.Uniform(0, 1);
        float s = p.Uniform(0.08f, 0.2f);
        float t = p.Uniform(0.5f, 1);
        if (gait > 0.88f && !grazing)
        {
            // At a gallop: the forelegs reach out, the hind legs push off.
            return [new(-0.78f, -0.16f), new(0.62f, -0.3f * t), new(-0.66f, -0.06f), new(0.44f, -0.2f)];
        }

        if (gait > 0.4f && !grazing)
        {
            return [new(-0.4f - s, -0.01f), new(0.3f + s, -0.09f * t), new(-0.38f + s, 0), new(0.3f - s, 0)];
        }

        // Standing: near hind, near fore, far hind, far fore.
        return [new(-0.42f - (0.3f * s), 0), new(0.3f + (0.2f * s * t), 0), new(-0.34f + (0.5f * s * t), -0.01f), new(0.35f + (0.4f * s), -0.01f)];
    }

    private static SKShader Hide(SKColor body, float light) => SKShader.CreateLinearGradient(
        new(0, -1.15f),
        new(0, 0),
        [Outdoors.Lit(body, 1.16f * light), Outdoors.Lit(body, 1.04f * light), Outdoors.Lit(body, 0.8f * light), Outdoors.Lit(body, 0.86f * light)],
        [0, 0.36f, 0.6f, 0.8f],
        SKShaderTileMode.Clamp);

    /// <summary>Shading that makes the trunk round: belly, flank, the hollow behind the shoulder, light on the back and the croup.</summary>
    private static void Muscles(Painter p, byte depth)
    {
        p.Soft(SKColors.Black.WithAlpha(depth), 0, -0.44f, 0.5f, 0.16f);
        p.Soft(SKColors.Black.WithAlpha((byte)(depth * 0.7f)), -0.2f, -0.62f, 0.07f, 0.2f);
        p.Soft(SKColors.Black.WithAlpha((byte)(depth * 0.5f)), 0.2f, -0.66f, 0.05f, 0.2f);
        p.Soft(SKColors.Black.WithAlpha((byte)(depth * 0.8f)), -0.56f, -0.7f, 0.1f, 0.3f);
        p.Soft(SKColors.White.WithAlpha(34), -0.33f, -0.9f, 0.16f, 0.1f);
        p.Soft(SKColors.White.WithAlpha(26), 0.02f, -0.83f, 0.22f, 0.1f);
        p.Soft(SKColors.White.WithAlpha(26), 0.31f, -0.78f, 0.09f, 0.16f);
    }

    private static SKPoint Joint(SKPoint root, SKPoint end, float upper, float lower, int side)
    {
        SKPoint way = end - root;
        float length = Math.Min(way.Length, (upper + lower) * 0.998f);
        float along = ((upper * upper) - (lower * lower) + (length * length)) / (2 * length);
        float aside = MathF.Sqrt(Math.Max(0, (upper * upper) - (along * along))) * side;
        (float x, float y) = (way.X / way.Length, way.Y / way.Length);
        return new(root.X + (x * along) - (y * aside), root.Y + (y * along) + (x * aside));
    }

    /// <summary>A stripe that is broad in the middle and runs out at both ends.</summary>
    private static void Stripe(Painter p, SKPoint from, SKPoint bend, SKPoint to, float half)
    {
        SKPoint way = to - from;
        (float x, float y) = (-way.Y / way.Length * half * 2, way.X / way.Length * half * 2);
        using SKPath stripe = new();
        stripe.MoveTo(from);
        stripe.QuadTo(bend.X + x, bend.Y + y, to.X, to.Y);
        stripe.QuadTo(bend.X - x, bend.Y - y, from.X, from.Y);
        p.Glaze(Coat.Stripe, stripe);
    }

    /// <summary>The direction from the crest to the throat.</summary>
    private static SKPoint Aside(SKPoint poll)
    {
        SKPoint way = poll - new SKPoint(0.31f, -0.85f);
        return new(-way.Y / way.Length, way.X / way.Length);
    }

    private SKPath Neck(SKPoint poll)
    {
        SKPoint down = Aside(poll);
        float arch = neckAngle > 0 ? 0.035f : 0.03f;
        SKPoint crest = new(0.31f + ((poll.X - 0.31f) * 0.55f) - (down.X * (0.1f + arch)), -0.85f + ((poll.Y + 0.85f) * 0.55f) - (down.Y * (0.1f + arch)));
        SKPoint throat = new(0.31f + ((poll.X - 0.31f) * 0.6f) + (down.X * 0.11f), -0.85f + ((poll.Y + 0.85f) * 0.6f) + (down.Y * 0.11f));
        return Curves.Closed(
            new(0.12f, -0.94f),
            new(0.26f, Withers),
            crest,
            new(poll.X - (down.X * 0.07f), poll.Y - (down.Y * 0.07f)),
            new(poll.X + (down.X * 0.09f), poll.Y + (down.Y * 0.09f)),
            throat,
            new(0.46f, -0.7f),
            new(0.36f, -0.6f),
            new(0.2f, -0.7f));
    }

    private void Leg(Painter p, Coat coat, SKShader hide, SKPoint hoof, bool hind, bool near, bool striped)
    {
        SKPoint root = hind ? new(near ? -0.37f : -0.33f, -0.66f) : new(near ? 0.31f : 0.36f, -0.62f);
        SKPoint fetlock = new(hoof.X - 0.035f, hoof.Y - 0.085f);
        SKPoint reach = fetlock - root;
        float most = hind ? 0.68f : 0.6f;
        if (reach.Length > most)
        {
            fetlock = new(root.X + (reach.X * most / reach.Length), root.Y + (reach.Y * most / reach.Length));
            hoof = new(fetlock.X + 0.035f, fetlock.Y + 0.085f);
        }

        SKPoint joint = hind ? Joint(root, fetlock, 0.36f, 0.28f, 1) : Joint(root, fetlock, 0.32f, 0.25f, -1);
        if (!hind)
        {
            joint.X = (joint.X + root.X + ((fetlock.X - root.X) * 0.56f)) / 2;
        }

        SKPoint upper = new((root.X * 0.45f) + (joint.X * 0.55f) + (hind ? 0.02f : 0), (root.Y * 0.45f) + (joint.Y * 0.55f));
        ReadOnlySpan<SKPoint> line = [root, upper, joint, new((joint.X + fetlock.X) / 2, (joint.Y + fetlock.Y) / 2), fetlock, new(hoof.X, hoof.Y - 0.03f)];
        using SKPath leg = hind
            ? Curves.Limb(line, 0.14f, 0.09f, 0.046f, 0.031f, 0.035f, 0.038f)
            : Curves.Limb(line, 0.09f, 0.064f, 0.044f, 0.03f, 0.034f, 0.037f);
        float light = near ? 1 : 0.62f;
        p.Fill(hide, leg);
        p.Clip(leg);
        if (striped)
        {
            for (int i = 0; i < 8; i++)
            {
                float t = 0.12f + (0.86f * i / 8);
                SKPoint at = t < 0.5f
                    ? new(upper.X + ((joint.X - upper.X) * t * 2), upper.Y + ((joint.Y - upper.Y) * t * 2))
                    : new(joint.X + ((fetlock.X - joint.X) * ((2 * t) - 1)), joint.Y + ((fetlock.Y - joint.Y) * ((2 * t) - 1)));
                p.Line(Outdoors.Lit(Coat.Stripe, near ? 1 : 0.8f), 0.027f, new(at.X - 0.12f, at.Y - (hind ? 0.02f : 0)), new(at.X + 0.12f, at.Y + (hind ? 0.03f : 0.01f)));
            }
        }
        else if (coat.Legs != coat.Body)
        {
            // Dark points fade in from the knee or hock down; or white socks.
            using SKShader points = SKShader.CreateLinearGradient(new(0, joint.Y - 0.1f), new(0, joint.Y + 0.08f), [Outdoors.Lit(coat.Legs, light).WithAlpha(0), Outdoors.Lit(coat.Legs, light)], SKShaderTileMode.Clamp);
            p.Glaze(points, leg);
        }

        if (socks && !striped)
        {
            p.Glaze(Outdoors.Lit(new(236, 232, 226), light), new(fetlock.X - 0.2f, fetlock.Y - 0.07f), new(fetlock.X + 0.2f, fetlock.Y - 0.07f), new(fetlock.X + 0.2f, fetlock.Y + 0.2f), new(fetlock.X - 0.2f, fetlock.Y + 0.2f));
        }

        p.Glaze(SKColors.Black.WithAlpha(46), new(joint.X - 0.2f, joint.Y), new(joint.X - 0.005f, joint.Y), new(fetlock.X - 0.005f, fetlock.Y), new(fetlock.X - 0.2f, fetlock.Y));
        p.Unclip();
        p.Polygon(Outdoors.Lit(new(58, 50, 46), light), new(hoof.X - 0.035f, hoof.Y - 0.045f), new(hoof.X + 0.04f, hoof.Y - 0.045f), new(hoof.X + 0.062f, hoof.Y), new(hoof.X - 0.045f, hoof.Y));
    }

    private void Tail(Painter p, Coat coat, bool striped)
    {
        SKPoint dock = new(-0.47f, -0.9f);
        using SKPath hair = Curves.Closed(
            dock,
            new(-0.56f, -0.88f),
            new(-0.62f - tail, -0.7f),
            new(-0.66f - (tail * 1.5f), -0.42f),
            new(-0.6f - (tail * 1.8f), -0.26f),
            new(-0.55f - (tail * 1.3f), -0.4f),
            new(-0.54f - tail, -0.68f),
            new(-0.5f, -0.8f));
        p.Fill(Outdoors.Lit(coat.Mane, 0.9f), hair);
        p.Clip(hair);
        if (striped)
        {
            for (int i = 0; i < 4; i++)
            {
                p.Line(Coat.Stripe, 0.025f, new(-0.9f, -0.87f + (0.07f * i)), new(-0.4f, -0.85f + (0.07f * i)));
            }

            p.Glaze(Coat.Stripe, new(-1.2f, -0.56f), new(-0.4f, -0.56f), new(-0.4f, 0), new(-1.2f, 0));
        }

        p.Glaze(SKColors.Black.WithAlpha(60), new(-0.52f, -0.9f), new(-0.57f - tail, -0.65f), new(-0.6f - (tail * 1.5f), -0.3f), new(-0.4f, -0.2f), new(-0.4f, -0.9f));
        p.Unclip();
    }

    /// <summary>Stripes of the trunk: upright on the barrel, fanning out from the flank over the rump.</summary>
    private void Barrel(Painter p, ref ItemRandom random)
    {
        for (float x = 0.42f; x > -0.16f; x -= pitch)
        {
            float wobble = random.Uniform(-0.014f, 0.014f);
            float lean = (0.1f - x) * 0.16f;
            Stripe(p, new(x - (lean * 1.4f) + wobble, -1.04f), new(x + 0.02f + wobble, -0.72f), new(x + 0.01f + lean, random.Uniform(-0.5f, -0.43f)), pitch * random.Uniform(0.24f, 0.32f));
        }

        SKPoint flank = new(-0.1f, -0.46f);
        for (int i = 0; i < 7; i++)
        {
            float angle = 1.9f + (0.2f * i) + random.Uniform(-0.02f, 0.02f);
            (float sin, float cos) = MathF.SinCos(angle);
            float reach = 0.64f;
            float inner = 0.08f + (0.02f * i);
            Stripe(p, new(flank.X + (cos * inner), flank.Y - (sin * inner)), new(flank.X + (cos * reach * 0.6f) + 0.02f, flank.Y - (sin * reach * 0.6f) - 0.05f), new(flank.X + (cos * reach), flank.Y - (sin * reach)), pitch * random.Uniform(0.3f, 0.4f));
        }
    }

    /// <summary>Stripes across a way from one point to another.</summary>
    private static void Along(Painter p, ref ItemRandom random, SKPoint from, SKPoint to, float pitch, float startHalf, float stripe)
    {
        SKPoint way = to - from;
        float length = way.Length;
        (float x, float y) = (way.X / length, way.Y / length);
        for (float at = 0; at < length + 0.02f; at += pitch)
        {
            float across = startHalf;
            float bow = 0.02f + random.Uniform(-0.01f, 0.01f);
            SKPoint middle = new(from.X + (x * at), from.Y + (y * at));
            Stripe(
                p,
                new(middle.X - (y * across), middle.Y + (x * across)),
                new(middle.X - (x * bow), middle.Y - (y * bow)),
                new(middle.X + (y * across), middle.Y - (x * across)),
                pitch * stripe * random.Uniform(0.85f, 1.15f));
        }
    }

    private void Mane(Painter p, Coat coat, SKPoint poll, bool striped, ref ItemRandom random)
    {
        SKPoint down = Aside(poll);
        SKPoint Crest(float t, float depth)
        {
            float arch = (neckAngle > 0 ? 0.14f : 0.11f) - (0.05f * t);
            SKPoint on = new(0.28f + ((poll.X - 0.28f) * t), -0.87f + ((poll.Y + 0.87f) * t));
            return new(on.X + (down.X * (depth - arch)), on.Y + (down.Y * (depth - arch)));
        }

        using SKPath mane = Curves.Closed(
            Crest(0.04f, 0),
            Crest(0.3f, -0.035f),
            Crest(0.6f, -0.045f),
            Crest(0.88f, -0.045f),
            Crest(1.05f, -0.02f),
            Crest(1.02f, 0.03f),
            Crest(0.8f, 0.06f),
            Crest(0.65f, 0.045f),
            Crest(0.5f, 0.07f),
            Crest(0.35f, 0.045f),
            Crest(0.2f, 0.04f));
        if (!striped)
        {
            p.Fill(coat.Mane, mane);
            p.Clip(mane);
            for (int i = 0; i < 12; i++)
            {
                float t = (i + 0.5f) / 12;
                p.Line(Outdoors.Lit(coat.Mane, random.Uniform(0.7f, 1.35f)), 0.014f, Crest(t, -0.05f), Crest(t - 0.05f, 0.08f));
            }

            p.Unclip();
            return;
        }

        p.Fill(coat.Mane, mane);
        p.Clip(mane);
        Along(p, ref random, new(0.33f, -0.85f), poll, pitch, 0.3f, 0.36f);
        p.Unclip();
    }

    private void Head(Painter p, Coat coat, SKShader hide, SKPoint poll, bool striped, ref ItemRandom random)
    {
        (float sin, float cos) = MathF.SinCos(headAngle);
        SKPoint At(float along, float below) => new(poll.X + (cos * along) - (sin * below), poll.Y + (sin * along) + (cos * below));
        p.Polygon(Outdoors.Lit(coat.Body, 0.7f), At(0.03f, -0.05f), At(-0.08f, -0.17f), At(0.07f, -0.08f));
        using SKPath head = Curves.Closed(
            At(-0.02f, -0.06f),
            At(0.1f, -0.085f),
            At(0.24f, -0.07f),
            At(0.36f, -0.058f),
            At(0.42f, -0.02f),
            At(0.41f, 0.04f),
            At(0.35f, 0.065f),
            At(0.25f, 0.065f),
            At(0.16f, 0.115f),
            At(0.05f, 0.12f),
            At(-0.03f, 0.06f));
        p.Fill(hide, head);
        p.Clip(head);
        if (striped)
        {
            for (int i = 0; i < 6; i++)
            {
                float t = 0.03f + (0.046f * i);
                Stripe(p, At(t - 0.03f, -0.12f), At(t + 0.02f, 0), At(t - 0.01f, 0.15f), 0.013f * random.Uniform(0.85f, 1.15f));
            }
        }

        SKPoint nose = At(0.41f, 0);
        p.Soft((striped ? Coat.Stripe : Outdoors.Lit(coat.Body, 0.45f)).WithAlpha(230), nose.X, nose.Y, 0.12f, 0.12f);
        SKPoint jaw = At(0.15f, 0.13f);
        p.Soft(SKColors.Black.WithAlpha(90), jaw.X, jaw.Y, 0.16f, 0.08f);
        if (blaze && !striped)
        {
            p.Glaze(new(240, 236, 230), At(0.03f, -0.1f), At(0.4f, -0.1f), At(0.36f, -0.035f), At(0.1f, -0.045f));
        }

        p.Unclip();
        SKPoint eye = At(0.12f, -0.025f);
        p.Oval(new(24, 20, 20), eye.X, eye.Y, 0.02f, 0.017f);
        p.Oval(new(240, 240, 240), eye.X + 0.005f, eye.Y - 0.006f, 0.005f, 0.005f);
        SKPoint nostril = At(0.385f, -0.012f);
        p.Oval(new(30, 22, 22), nostril.X, nostril.Y, 0.014f, 0.012f);
        p.Line(new(30, 22, 22, 160), 0.008f, At(0.41f, 0.03f), At(0.33f, 0.035f));
        p.Polygon(Outdoors.Lit(coat.Body, 1.05f), At(-0.02f, -0.05f), At(-0.1f, -0.15f), At(-0.06f, -0.16f), At(0.035f, -0.07f));
        p.Glaze(SKColors.Black.WithAlpha(striped ? (byte)180 : (byte)90), At(-0.075f, -0.145f), At(-0.1f, -0.15f), At(-0.06f, -0.16f), At(-0.05f, -0.125f));
    }
}
